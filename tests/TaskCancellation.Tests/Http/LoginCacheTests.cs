using TaskCancellation.Http;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Http;

public sealed class LoginCacheTests
{
    private int logins;

    [SetUp]
    public void SetUp() => logins = 0;

    [Test]
    public async Task A_late_refusal_of_an_older_credential_does_not_throw_away_the_newer_one()
    {
        var cache = new LoginCache<string>(_ => Task.FromResult($"T{++logins}"), (_, _) => true, new VirtualClock());
        Assert.That(await cache.GetAsync(_ => false, CancellationToken.None), Is.EqualTo("T1"));

        // Two calls were refused with T1, one after the other.
        Assert.That(await cache.GetAsync(held => held == "T1", CancellationToken.None), Is.EqualTo("T2"));
        Assert.That(await cache.GetAsync(held => held == "T1", CancellationToken.None), Is.EqualTo("T2"));
        Assert.That(logins, Is.EqualTo(2));
    }
}
