namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>A task as Diego knows it.</summary>
internal sealed class DiegoTask(CloudFoundryTask options)
{
    internal CloudFoundryTask Options => options;

    internal CloudFoundryDiegoState State { get; set; }

    /// <summary>Set once a cancel was taken: sending it again changes nothing.</summary>
    internal bool IsCancelTaken { get; set; }
}
