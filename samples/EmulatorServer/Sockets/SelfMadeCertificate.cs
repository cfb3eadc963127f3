using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EmulatorServer.Sockets;

/// <summary>A certificate for this machine and the authority that issued it, both created at the start and discarded with the process.</summary>
internal sealed class SelfMadeCertificate : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    private SelfMadeCertificate(string authorityPem, X509Certificate2 server)
    {
        AuthorityPem = authorityPem;
        Server = server;
    }

    /// <summary>The certificate that clients must trust, as PEM.</summary>
    internal string AuthorityPem { get; }

    /// <summary>The certificate of the ports, with its key.</summary>
    internal X509Certificate2 Server { get; }

    /// <summary>Creates both.</summary>
    /// <param name="now">The current instant. They are valid from a day earlier, for machines whose clocks are behind.</param>
    /// <param name="names">Further names of the machine, beside localhost and its addresses.</param>
    internal static SelfMadeCertificate Create(DateTimeOffset now, params IEnumerable<string> names)
    {
        var (from, until) = (now.AddDays(-1), now + Lifetime);
        using var authorityKey = RSA.Create(2048);
        var authority = Request("CN=TaskCancellation emulators (self-made)", authorityKey);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        authority.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        using var signer = authority.CreateSelfSigned(from, until);

        using var serverKey = RSA.Create(2048);
        var server = Request("CN=localhost", serverKey);
        server.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        server.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true));
        server.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        server.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(signer, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        server.CertificateExtensions.Add(Names(names));
        using var signed = server.Create(signer, from, until, RandomNumberGenerator.GetBytes(16));
        using var withKey = signed.CopyWithPrivateKey(serverKey);

        // Not every system can use a certificate whose key is only in memory.
        return new SelfMadeCertificate(signer.ExportCertificatePem(), X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null));
    }

    public void Dispose() => Server.Dispose();

    private static CertificateRequest Request(string name, RSA key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    private static X509Extension Names(IEnumerable<string> names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        builder.AddIpAddress(IPAddress.Loopback);
        builder.AddIpAddress(IPAddress.IPv6Loopback);
        foreach (var name in names.Append("localhost").Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (IPAddress.TryParse(name, out var address))
            {
                builder.AddIpAddress(address);
            }
            else
            {
                builder.AddDnsName(name);
            }
        }

        return builder.Build();
    }
}
