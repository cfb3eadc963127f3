using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace TaskCancellation.Tests.Control;

/// <summary>Services that speak https with a certificate made at the start, and addresses that are not those of the ports.</summary>
internal sealed class HttpsTests : ControlTest
{
    [Test]
    public async Task A_client_that_trusts_the_authority_connects([ValueSource(nameof(Names))] string name)
    {
        await StartAsync("--https");
        using var client = Trusting(Server.AuthorityPem!);
        var service = Server.Services.Single(one => one.Name == name);
        Assert.That(service.Address.Scheme, Is.EqualTo("https"));
        using var answer = await client.GetAsync(service.Address);
        Assert.That((int)answer.StatusCode, Is.LessThan(500).And.Not.EqualTo(421));
        using var byName = await client.GetAsync(new UriBuilder(service.Address) { Host = "localhost" }.Uri);
        Assert.That((int)byName.StatusCode, Is.Not.EqualTo(421), "the certificate is good for localhost, and the service answers there");
    }

    [Test]
    public async Task A_client_that_does_not_is_not_let_in()
    {
        await StartAsync("--https");
        Assert.That(() => Http.GetAsync(AddressOf("meilisearch")), Throws.TypeOf<HttpRequestException>().With.Property("HttpRequestError").EqualTo(HttpRequestError.SecureConnectionError));
    }

    [Test]
    public async Task The_control_port_speaks_http_all_the_same()
    {
        await StartAsync("--https");
        Assert.That(Server.ControlAddress.Scheme, Is.EqualTo("http"));
        Assert.That((await GetAsync("/")).GetProperty("services")[0].GetProperty("address").GetString(), Does.StartWith("https://"));
    }

    [Test]
    [Category("Finding fc-F4")]
    public async Task The_certificate_is_good_for_the_external_address_which_links_and_logins_tell()
    {
        await StartAsync("--https", "--external-address", "https://emulators.test", "--external-address", "veevavault=https://vault.test:8443");
        var cloud = Server.Services.Single(one => one.Name == "cloudfoundry");
        Assert.That(cloud.Address, Is.EqualTo(new UriBuilder(cloud.Listening) { Scheme = "https", Host = "emulators.test" }.Uri));
        using var client = Trusting(Server.AuthorityPem!, cloud.Listening, Server.Services.Single(one => one.Name == "veevavault").Listening);

        var root = await client.GetStringAsync(cloud.Address);
        Assert.That(root, Does.Contain($"\"href\":\"{cloud.Address}v3\"").And.Not.Contain("127.0.0.1"));

        using var form = new FormUrlEncodedContent([new("username", "admin@vault.test"), new("password", "admin-password")]);
        using var login = await client.PostAsync(new Uri("https://vault.test:8443/api/v26.2/auth"), form);
        Assert.That(await login.Content.ReadAsStringAsync(), Does.Contain("\"SUCCESS\"").And.Contain("https://vault.test:8443/"));
    }

    /// <summary>A client that trusts that authority alone, and finds every host at those addresses, by port, or the first.</summary>
    private static HttpClient Trusting(string authority, params Uri[] listening) => new(new SocketsHttpHandler
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                CustomTrustStore = { X509Certificate2.CreateFromPem(authority) },
            },
        },
        ConnectCallback = async (context, cancellationToken) =>
        {
            var port = listening.Any(one => one.Port == context.DnsEndPoint.Port) || listening.Length == 0 ? context.DnsEndPoint.Port : listening[^1].Port;
            var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
            await socket.ConnectAsync(System.Net.IPAddress.Loopback, port, cancellationToken);
            return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
        },
    });
}
