using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TaskCancellation.Tests.Http;

/// <summary>A server on loopback with a self-signed certificate, as a cluster makes for itself. It answers nothing.</summary>
internal sealed class TlsServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 certificate;
    private readonly Task serving;
    private int connections;

    internal TlsServer(string name, DateTimeOffset from, DateTimeOffset until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        certificate = request.CreateSelfSigned(from, until);
        listener.Start();
        serving = ServeAsync();
    }

    internal int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    internal int Connections => connections;

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        listener.Dispose();
        certificate.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            using var client = await listener.AcceptTcpClientAsync();
            Interlocked.Increment(ref connections);
            try
            {
                await using var secured = new SslStream(client.GetStream());
                await secured.AuthenticateAsServerAsync(certificate);
                _ = await secured.ReadAsync(new byte[1024]);
            }
            catch (Exception end) when (end is IOException or System.Security.Authentication.AuthenticationException)
            {
                // The client did not go on, which is what is tested.
            }
        }
    }
}
