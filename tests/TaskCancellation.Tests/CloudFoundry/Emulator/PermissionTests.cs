using TaskCancellation.Testing.CloudFoundry;
using static TaskCancellation.Testing.CloudFoundry.CloudFoundryRole;

namespace TaskCancellation.Tests.CloudFoundry.Emulator;

public class PermissionTests : EmulatorTest
{
    private static readonly string NotAuthorized = Error(10003, "CF-NotAuthorized", "You are not authorized to perform the requested action");
    private static readonly string NotFound = Error(10010, "CF-ResourceNotFound", "Task not found");

    [TestCase(Admin, 202, 0, Category = "CF-8.2")]
    [TestCase(SpaceDeveloper, 202, 0, Category = "CF-8.2")]
    [TestCase(SpaceSupporter, 202, 0, Category = "CF-8.2")]
    [TestCase(AdminReadOnly, 403, 10003, Category = "CF-8.2")]
    [TestCase(GlobalAuditor, 403, 10003, Category = "CF-8.2")]
    [TestCase(SpaceManager, 403, 10003, Category = "CF-8.2")]
    [TestCase(SpaceAuditor, 403, 10003, Category = "CF-8.2")]
    [TestCase(OrganizationManager, 403, 10003, Category = "CF-8.2")]
    [TestCase(OrganizationAuditor, 404, 10010, Category = "CF-8.2")]
    [TestCase(OrganizationBillingManager, 404, 10010, Category = "CF-8.2")]
    [TestCase(None, 404, 10010, Category = "CF-8.2")]
    public async Task Cancel_by_role(CloudFoundryRole role, int status, int code) => await AssertCancel(role, status, code);

    [TestCase(Admin, 202, 0, Category = "CF-8.3")]
    [TestCase(SpaceDeveloper, 403, 10017, Category = "CF-8.3")]
    [TestCase(SpaceSupporter, 403, 10017, Category = "CF-8.3")]
    [TestCase(AdminReadOnly, 403, 10003, Category = "CF-8.3")]
    [TestCase(GlobalAuditor, 403, 10003, Category = "CF-8.3")]
    [TestCase(SpaceManager, 403, 10003, Category = "CF-8.3")]
    [TestCase(SpaceAuditor, 403, 10003, Category = "CF-8.3")]
    [TestCase(OrganizationManager, 403, 10003, Category = "CF-8.3")]
    [TestCase(OrganizationAuditor, 404, 10010, Category = "CF-8.3")]
    [TestCase(OrganizationBillingManager, 404, 10010, Category = "CF-8.3")]
    [TestCase(None, 404, 10010, Category = "CF-8.3")]
    public async Task Cancel_by_role_in_a_suspended_organization(CloudFoundryRole role, int status, int code)
    {
        Emulator.Suspend(Emulator.DefaultOrganizationId);
        await AssertCancel(role, status, code);
    }

    [Test, Category("CF-8.9")]
    public async Task Unknown_guid_is_404() => AssertAnswer(await Cancel("nope"), 404, NotFound);

    [Test, Category("CF-8.10")]
    public async Task Another_space_is_404()
    {
        AddToken("dev", SpaceDeveloper, within: Emulator.AddSpace(Emulator.DefaultOrganizationId));
        AssertAnswer(await Cancel(Emulator.Add(), "dev"), 404, NotFound);
    }

    [Test, Category("CF-8.11")]
    public async Task Readable_only_is_403()
    {
        AddToken("auditor", SpaceAuditor, within: Emulator.DefaultSpaceId);
        var task = Emulator.Add();
        Assert.That((await Get($"/v3/tasks/{task}", "auditor")).Status, Is.EqualTo(200));
        AssertAnswer(await Cancel(task, "auditor"), 403, NotAuthorized);
    }

    [Test, Category("CF-8.12")]
    public async Task No_read_scope_is_403()
    {
        AddToken("dev", SpaceDeveloper, scopes: ["cloud_controller.write"]);
        AssertAnswer(await Get($"/v3/tasks/{Emulator.Add()}", "dev"), 403, NotAuthorized);
    }

    [Test, Category("CF-8.13")]
    public async Task No_write_scope_is_403_before_anything_is_looked_up()
    {
        AddToken("dev", SpaceDeveloper, scopes: ["cloud_controller.read"]);
        AssertAnswer(await Cancel("nope", "dev"), 403, NotAuthorized);
    }

    [Test, Category("CF-8.51"), Category("Finding cf-C3")]
    public async Task Deletion_is_422_10020_before_the_state_is_looked_at()
    {
        AddToken("dev", SpaceDeveloper);
        var task = Emulator.Add(new() { State = "FAILED" });
        Assert.That((await Cancel(task, "dev")).Json["errors"]![0]!["code"]!.GetValue<int>(), Is.EqualTo(10008));
        Emulator.MarkBeingDeleted(Emulator.DefaultSpaceId);
        AssertAnswer(await Cancel(task, "dev"), 422, Error(10020, "CF-ResourceBeingDeleted", "The space is being deleted"));
        Emulator.Suspend(Emulator.DefaultOrganizationId);
        AssertAnswer(await Cancel(task, "dev"), 403, Error(10017, "CF-OrgSuspended", "The organization is suspended"));
        Emulator.MarkBeingDeleted(Emulator.DefaultOrganizationId);
        AssertAnswer(await Cancel(task, "dev"), 422, Error(10020, "CF-ResourceBeingDeleted", "The organization is being deleted"));
        Assert.That((await Cancel(Emulator.Add())).Status, Is.EqualTo(202), "an admin may");
    }

    [Test, Category("CF-8.52")]
    public async Task Suspension_is_403_10017_or_10019()
    {
        AddToken("dev", SpaceDeveloper);
        var task = Emulator.Add();
        Emulator.Suspend(Emulator.DefaultSpaceId);
        AssertAnswer(await Cancel(task, "dev"), 403, Error(10019, "CF-SpaceSuspended", "The space is suspended"));
        Emulator.Suspend(Emulator.DefaultOrganizationId);
        AssertAnswer(await Cancel(task, "dev"), 403, Error(10017, "CF-OrgSuspended", "The organization is suspended"));
    }

    [Test, Category("Finding cf-C4")]
    public async Task Several_roles_add_up_and_who_manages_the_organization_is_not_bound_by_the_state_of_its_spaces()
    {
        var (organization, space) = (Emulator.DefaultOrganizationId, Emulator.DefaultSpaceId);
        var other = Emulator.AddApp(Emulator.AddSpace(organization));
        Emulator.AddUser(new() { Name = "both", Tokens = ["both"], Roles = [new(OrganizationManager, organization), new(SpaceDeveloper, space)] });
        Emulator.AddUser(new() { Name = "supporter", Tokens = ["supporter"], Roles = [new(OrganizationManager, organization), new(SpaceSupporter, space)] });
        Emulator.Suspend(space);
        Assert.That((await Cancel(Emulator.Add(), "both")).Status, Is.EqualTo(202));
        Emulator.MarkBeingDeleted(space);
        Assert.That((await Cancel(Emulator.Add(), "both")).Status, Is.EqualTo(202));
        AssertAnswer(await Cancel(Emulator.Add(new() { AppId = other }), "supporter"), 403, NotAuthorized);
        Assert.That((await Cancel(Emulator.Add(), "supporter")).Status, Is.EqualTo(202));
        Emulator.Suspend(organization);
        AssertAnswer(await Cancel(Emulator.Add(), "both"), 403, Error(10017, "CF-OrgSuspended", "The organization is suspended"));
    }

    [TestCase(Admin, 202, 202)]
    [TestCase(OrganizationManager, 202, 403)]
    [TestCase(AdminReadOnly, 403, 403)]
    [TestCase(SpaceDeveloper, 403, 403)]
    [TestCase(OrganizationAuditor, 404, 403)]
    [TestCase(None, 404, 404)]
    public async Task Who_deletes_spaces_and_organizations(CloudFoundryRole role, int space, int organization)
    {
        AddToken("token", role, role == None ? "elsewhere" : role is Admin or AdminReadOnly ? null : role == SpaceDeveloper ? Emulator.DefaultSpaceId : Emulator.DefaultOrganizationId);
        Assert.That((await Send(HttpMethod.Delete, $"/v3/spaces/{Emulator.DefaultSpaceId}", "token")).Status, Is.EqualTo(space));
        Assert.That((await Send(HttpMethod.Delete, $"/v3/organizations/{Emulator.DefaultOrganizationId}", "token")).Status, Is.EqualTo(organization));
        Emulator.Suspend(Emulator.DefaultOrganizationId);
        Assert.That((await Send(HttpMethod.Delete, $"/v3/spaces/{Emulator.DefaultSpaceId}", "token")).Status, Is.EqualTo(role == OrganizationManager ? 403 : space));
    }

    [TestCase(Admin, true)]
    [TestCase(AdminReadOnly, true)]
    [TestCase(GlobalAuditor, true)]
    [TestCase(SpaceDeveloper, true)]
    [TestCase(SpaceSupporter, true)]
    [TestCase(SpaceAuditor, true)]
    [TestCase(OrganizationAuditor, true)]
    [TestCase(OrganizationManager, false)]
    [TestCase(SpaceManager, false)]
    [TestCase(OrganizationBillingManager, false)]
    [TestCase(None, false)]
    [Category("Finding cf-C10")]
    public async Task Who_reads_the_audit_log(CloudFoundryRole role, bool reads)
    {
        AddToken("token", role);
        await Cancel(Emulator.Add());
        Assert.That(await List("/v3/audit_events", "token"), Has.Length.EqualTo(reads ? 1 : 0));
    }

    [TestCase(Admin, true)]
    [TestCase(AdminReadOnly, true)]
    [TestCase(SpaceDeveloper, true)]
    [TestCase(GlobalAuditor, false)]
    [TestCase(SpaceSupporter, false)]
    [TestCase(SpaceManager, false)]
    [TestCase(SpaceAuditor, false)]
    [TestCase(OrganizationManager, false)]
    [Category("CF-8.33")]
    public async Task Command_by_role(CloudFoundryRole role, bool seen)
    {
        AddToken("token", role);
        var task = Emulator.Add();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Get($"/v3/tasks/{task}", "token")).Body.Contains("\"command\"", StringComparison.Ordinal), Is.EqualTo(seen));
            Assert.That((await Get($"/v3/apps/{Emulator.DefaultAppId}/tasks", "token")).Body.Contains("\"command\"", StringComparison.Ordinal), Is.EqualTo(seen));
            Assert.That((await Get("/v3/tasks", "token")).Body, Does.Contain(task).And.Not.Contain("\"command\""));
        }
    }

    [TestCase(OrganizationAuditor)]
    [TestCase(OrganizationBillingManager)]
    [TestCase(None)]
    [Category("CF-8.34")]
    public async Task Who_sees_no_tasks_gets_an_empty_list_or_404(CloudFoundryRole role)
    {
        AddToken("token", role);
        var task = Emulator.Add();
        Assert.That(await List("/v3/tasks", "token"), Is.Empty);
        AssertAnswer(await Get($"/v3/tasks/{task}", "token"), 404, NotFound);
        AssertAnswer(await Get($"/v3/apps/{Emulator.DefaultAppId}/tasks", "token"), 404, Error(10010, "CF-ResourceNotFound", "App not found"));
    }

    private async Task AssertCancel(CloudFoundryRole role, int status, int code)
    {
        AddToken("token", role);
        var answer = await Cancel(Emulator.Add(), "token");
        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That(status == 202 ? 0 : answer.Json["errors"]![0]!["code"]!.GetValue<int>(), Is.EqualTo(code));
    }
}
