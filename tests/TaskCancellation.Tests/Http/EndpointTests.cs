using TaskCancellation.Http;

namespace TaskCancellation.Tests.Http;

public class EndpointTests
{
    [TestCase("http://tasks.test/", "secret", false)]
    [TestCase("http://tasks.test/", null, true)]
    [TestCase("https://tasks.test/", "secret", true)]
    [TestCase("http://localhost:7700/", "secret", true)]
    [TestCase("http://127.0.0.1:7700", "secret", true)]
    [TestCase("http://[::1]:7700", "secret", true)]
    [TestCase("http://localhost.tasks.test/", "secret", false)]
    [TestCase("http://127.0.0.1.tasks.test/", "secret", false)]
    [TestCase("http://10.0.0.1/", "secret", false)]
    [TestCase("http://0.0.0.0/", "secret", false)]
    [TestCase("ftp://tasks.test/", null, false)]
    [TestCase("file:///tasks", null, false)]
    [TestCase("https://user@tasks.test/", null, false)]
    [TestCase("https://user:word@tasks.test/", null, false)]
    [TestCase("https://tasks.test/?a=b", null, false)]
    [TestCase("https://tasks.test/#a", null, false)]
    [TestCase("https://tasks.test/behind/a/proxy", null, true)]
    public void An_endpoint_is_refused_unless_it_is_a_plain_address_where_the_credential_is_safe(string endpoint, string? credential, bool isFine)
    {
        var options = new ProbeOptions { Credential = credential };

        Assert.That(() => options.Check(new Uri(endpoint)), isFine ? Throws.Nothing : Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("Endpoint"));
    }

    [Test]
    public void Plain_http_to_another_machine_can_be_allowed()
    {
        var options = new ProbeOptions { Credential = "secret", AllowInsecureHttp = true };

        Assert.That(() => options.Check(new Uri("http://tasks.test/")), Throws.Nothing);
    }

    [Test]
    public void An_endpoint_is_required_and_absolute()
    {
        Assert.That(() => new ProbeOptions().Check(null), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("Endpoint"));
        Assert.That(() => new ProbeOptions().Check(new Uri("tasks", UriKind.Relative)), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("Endpoint"));
    }

    [TestCase("https://user:hunter2@tasks.test/")]
    [TestCase("https://tasks.test/?key=hunter2")]
    public void A_refused_endpoint_is_not_repeated_in_the_message(string endpoint) =>
        Assert.That(() => new ProbeOptions().Check(new Uri(endpoint)), Throws.InstanceOf<ArgumentException>().With.Message.Not.Contains("hunter2"));

    [TestCase("https://probe.test", "/tasks/1")]
    [TestCase("https://probe.test/", "/tasks/1")]
    [TestCase("https://probe.test/a/b", "/a/b/tasks/1")]
    [TestCase("https://probe.test/a/b/", "/a/b/tasks/1")]
    [TestCase("https://probe.test/a%20b", "/a%20b/tasks/1")]
    public async Task The_path_of_an_endpoint_is_kept(string endpoint, string path)
    {
        using var service = new ProbeService();
        using var client = service.CreateClient();

        (await Pipelines.Over(client, null, new Uri(endpoint)).SendAsync(TaskHttpRequest.Get("tasks/1"), default)).Dispose();

        Assert.That(service.Requests[0].Request.Path, Is.EqualTo(path));
    }

    [TestCase("//elsewhere.test/tasks")]
    [TestCase("/tasks")]
    [TestCase("../tasks")]
    [TestCase("tasks/../../admin")]
    [TestCase("tasks/..")]
    [TestCase("tasks/./cancel")]
    [TestCase("tasks/%2E%2e/cancel")]
    [TestCase("tasks/..\\cancel")]
    [TestCase("tasks/..?a=b")]
    public void An_address_that_leads_elsewhere_is_never_asked(string path)
    {
        var dialect = new ProbeDialect();
        using var service = new ProbeService();
        using var client = service.CreateClient();
        var pipeline = Pipelines.Over(client, null, new Uri("https://probe.test/a/b"), dialect);

        Assert.That(() => pipeline.SendAsync(TaskHttpRequest.Get(path), default).AsTask(), Throws.InstanceOf<ArgumentException>());
        Assert.That(dialect.Asked, Is.Empty);
        Assert.That(service.Requests, Is.Empty);
    }

    [TestCase("https://elsewhere.test/tasks")]
    [TestCase("http:tasks")]
    [TestCase("elsewhere.test:80/tasks")]
    [TestCase("@elsewhere.test/tasks")]
    public async Task A_path_that_looks_like_an_address_stays_a_path(string path)
    {
        using var service = new ProbeService();
        using var client = service.CreateClient();

        (await Pipelines.Over(client, null, new Uri("https://probe.test/a/b")).SendAsync(TaskHttpRequest.Get(path), default)).Dispose();

        Assert.That(service.Requests[0].Request.Path, Is.EqualTo("/a/b/" + path));
    }

    [TestCase("")]
    [TestCase("?pretty=false")]
    [TestCase("tasks/..1/a..b")]
    [TestCase("tasks/n%3A1")]
    [TestCase("_tasks/node:17")]
    [TestCase("tasks?q=../..")]
    public async Task Dots_and_colons_that_lead_nowhere_are_fine(string path)
    {
        using var service = new ProbeService();
        using var client = service.CreateClient();

        (await Pipelines.Over(client).SendAsync(TaskHttpRequest.Get(path), default)).Dispose();

        var request = service.Requests[0].Request;
        Assert.That(request.RawQuery.Length == 0 ? request.Path : $"{request.Path}?{request.RawQuery}", Is.EqualTo("/" + path));
    }
}
