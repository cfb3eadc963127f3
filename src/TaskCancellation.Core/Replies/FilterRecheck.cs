namespace TaskCancellation;

/// <summary>Matches the tasks of a list against the filter it was asked for, whatever the service was told of it.</summary>
internal sealed class FilterRecheck
{
    private readonly TaskClient client;
    private readonly FilterTranslation translation;
    private readonly FilterMatcher matcher;
    private readonly bool hasServiceFields;

    internal FilterRecheck(TaskClient client, FilterTranslation translation)
    {
        this.client = client;
        this.translation = translation;
        matcher = new FilterMatcher(translation.Filter, client.IdEquality);
        hasServiceFields = translation.Filter.GetConstraints().Any(constraint => constraint.Field == FilterFields.ServiceSpecific);
    }

    /// <summary>Whether the task is meant.</summary>
    /// <exception cref="TaskRequestException">It shows that the service did not apply the filter.</exception>
    internal bool Meets(TaskSnapshot task)
    {
        var missed = matcher.FindMissed(task);
        var isMeant = (missed & translation.Residual) == FilterFields.None;
        for (var (rest, field) = (missed & ~translation.Residual, FilterFields.Ids); rest != FilterFields.None; field = (FilterFields)((int)field << 1))
        {
            isMeant &= !rest.HasFlag(field) || Meets(field, task);
            rest &= ~field;
        }

        return (!hasServiceFields || Meets(FilterFields.ServiceSpecific, task)) && isMeant && matcher.MeetsCondition(task);
    }

    private bool Meets(FilterFields field, TaskSnapshot task) => client.Match(translation, field, task) switch
    {
        FieldMatch.Contradicts => throw client.Guard.Wrong(
            $"it did not apply the filter ({string.Join(", ", translation.Filter.GetConstraints().Where(constraint => constraint.Field == field))}): its list shows the task {TaskClient.ReplyGuard.Shown(task.Id)}, which does not match"),
        var match => match != FieldMatch.Differs,
    };
}
