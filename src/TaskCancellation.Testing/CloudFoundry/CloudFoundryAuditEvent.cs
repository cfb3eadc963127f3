namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>One line of the audit log.</summary>
/// <param name="Id">Its guid.</param>
/// <param name="CreatedAt">When, in whole seconds.</param>
/// <param name="Type">For instance <c>audit.app.task.cancel</c>.</param>
/// <param name="ActorGuid">Who did it.</param>
/// <param name="ActorName">The name of who did it.</param>
/// <param name="AppGuid">The app it was done to.</param>
/// <param name="AppName">The name of that app.</param>
/// <param name="SpaceGuid">The space of the app.</param>
/// <param name="OrganizationGuid">The organization of the app.</param>
/// <param name="TaskGuid">The task it was about.</param>
public sealed record CloudFoundryAuditEvent(
    string Id,
    DateTimeOffset CreatedAt,
    string Type,
    string ActorGuid,
    string ActorName,
    string AppGuid,
    string AppName,
    string SpaceGuid,
    string OrganizationGuid,
    string TaskGuid);
