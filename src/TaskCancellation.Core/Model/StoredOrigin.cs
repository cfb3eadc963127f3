namespace TaskCancellation;

/// <summary>Whether what is stored belongs to the service it is given to.</summary>
internal static class StoredOrigin
{
    /// <summary>The service has an address, and what is stored has another, or none. A client without an address is a mock, which anything may be given to.</summary>
    internal static bool Differs(Uri? stored, Uri? here) => here is not null && stored != here;

    /// <summary>The address in words.</summary>
    internal static string Describe(Uri? endpoint) => endpoint?.AbsoluteUri ?? "an address that it does not name";

    /// <summary>Refuses an id out of stored data that is none of the service's.</summary>
    /// <exception cref="StoredDataException">It is malformed.</exception>
    internal static void RequireId(TaskClient client, TaskId id, string stored)
    {
        try
        {
            client.Validate(id);
        }
        catch (ArgumentException malformed)
        {
            throw new StoredDataException($"{stored} holds what is no id of {client.ProductName}: {ArgumentText.Of(malformed)}", malformed);
        }
    }
}
