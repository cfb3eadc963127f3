using System.Globalization;
using Microsoft.Extensions.Configuration;
using TaskCancellation.Http;

namespace TaskCancellation.Tests.Http;

/// <summary>The whole text about each wrong setting, at the first value that is wrong; held against the documentation of <see cref="TaskClientOptions"/>.</summary>
public sealed class SettingTextTests
{
    private const string Days = ". In configuration, a bare number is a number of days: 30 seconds are 00:00:30.";

    [TestCase(nameof(ProbeOptions.Timeout), "00:00:00.0099999", "Timeout must be from 10 milliseconds to a day; it is 00:00:00.0099999.")]
    [TestCase(nameof(ProbeOptions.Timeout), "1.00:00:00.0000001", "Timeout must be from 10 milliseconds to a day; it is 1.00:00:00.0000001.")]
    [TestCase(nameof(ProbeOptions.Timeout), "2.00:00:00", "Timeout must be from 10 milliseconds to a day; it is 2 days" + Days)]
    [TestCase(nameof(ProbeOptions.Timeout), "-2.00:00:00", "Timeout must be from 10 milliseconds to a day; it is -2.00:00:00.")]
    [TestCase(nameof(ProbeOptions.AttemptTimeout), "00:00:00.0099999", "AttemptTimeout must be from 10 milliseconds to a day; it is 00:00:00.0099999.")]
    [TestCase(nameof(ProbeOptions.AttemptTimeout), "00:05:00.0000001", "AttemptTimeout (00:05:00.0000001) must not be longer than Timeout (00:05:00), which holds for all attempts together.")]
    [TestCase(nameof(ProbeOptions.RetryDelay), "-00:00:00.0000001", "RetryDelay must be from zero to a day; it is -00:00:00.0000001.")]
    [TestCase(nameof(ProbeOptions.RetryDelay), "30.00:00:00", "RetryDelay must be from zero to a day; it is 30 days" + Days)]
    [TestCase(nameof(ProbeOptions.MaxRetryAfter), "-00:00:01", "MaxRetryAfter must be from zero to a day; it is -00:00:01.")]
    [TestCase(nameof(ProbeOptions.MaxRetryAfter), "1.00:00:00.0000001", "MaxRetryAfter must be from zero to a day; it is 1.00:00:00.0000001.")]
    public void A_time_that_is_out_of_its_range(string setting, string value, string problem)
    {
        var options = new ProbeOptions();
        typeof(ProbeOptions).GetProperty(setting)!.SetValue(options, TimeSpan.Parse(value, CultureInfo.InvariantCulture));

        Assert.That(Problems(options).Where(found => found.Setting == setting), Is.EqualTo(new[] { (setting, problem) }));
    }

    [TestCase(nameof(ProbeOptions.MaxRetries), -1, "MaxRetries must be from 0 to 20; it is -1.")]
    [TestCase(nameof(ProbeOptions.MaxRetries), 21, "MaxRetries must be from 0 to 20; it is 21.")]
    [TestCase(nameof(ProbeOptions.MaxReplyBytes), 1023, "MaxReplyBytes must be from 1024 to 1 GiB; it is 1023.")]
    [TestCase(nameof(ProbeOptions.MaxReplyBytes), 1073741825, "MaxReplyBytes must be from 1024 to 1 GiB; it is 1073741825.")]
    public void A_number_that_is_out_of_its_range(string setting, int value, string problem)
    {
        var options = new ProbeOptions();
        typeof(ProbeOptions).GetProperty(setting)!.SetValue(options, value);

        Assert.That(Problems(options), Is.EqualTo(new[] { (setting, problem) }));
    }

    [TestCase(null, "Endpoint is required: the service's root address, such as https://service.example.com.")]
    [TestCase("es.example.com:9200", "Endpoint must be an absolute http or https address; it is 'es.example.com:9200'.")]
    [TestCase("ftp://es.test/", "Endpoint must be an absolute http or https address; it is 'ftp://es.test/'.")]
    [TestCase("ftp://user:secret@es.test/", "Endpoint must be an absolute http or https address; it is '…@es.test/'.")]
    [TestCase("https://es.test/a?b=c", "Endpoint must be without user, query and fragment: https://es.test/a. The credential has settings of its own.")]
    [TestCase("https://es.test/#here", "Endpoint must be without user, query and fragment: https://es.test/. The credential has settings of its own.")]
    [TestCase("https://user:secret@es.test:8443/", "Endpoint must be without user, query and fragment: https://es.test:8443/. The credential has settings of its own.")]
    [TestCase("http://es.test:9200/", "Endpoint is plain http to another machine (es.test:9200), and the credential could be read on the way. Use https, or set AllowInsecureHttp.")]
    public void An_address_that_is_none(string? address, string problem)
    {
        var endpoint = address is null ? null : new Uri(address, UriKind.RelativeOrAbsolute);

        Assert.That(new ProbeOptions { Credential = "key" }.FindProblems(endpoint), Is.EqualTo(new[] { ("Endpoint", problem) }));
        Assert.That(() => new ProbeOptions { Credential = "key" }.Check(endpoint), Throws.InstanceOf<ArgumentException>().With.Message.EqualTo($"ProbeOptions: {problem}").And.Property("ParamName").EqualTo("Endpoint"));
    }

    [TestCase("http://es.test/", null, false)]
    [TestCase("http://es.test/", "key", true)]
    [TestCase("http://localhost:9200/", "key", false)]
    [TestCase("http://127.0.0.1/", "key", false)]
    [TestCase("http://[::1]/", "key", false)]
    [TestCase("https://es.test/proxied/path", "key", false)]
    public void An_address_that_is_one(string address, string? credential, bool allowsInsecure) =>
        Assert.That(new ProbeOptions { Credential = credential, AllowInsecureHttp = allowsInsecure }.FindProblems(new Uri(address)), Is.Empty);

    [Test]
    public void The_defaults_are_the_documented_ones()
    {
        var options = new ProbeOptions();

        Assert.Multiple(() =>
        {
            Assert.That((options.Endpoint, options.AllowInsecureHttp, options.LoggerFactory, options.Name), Is.EqualTo(((Uri?)null, false, (object?)null, (string?)null)));
            Assert.That((options.Timeout, options.AttemptTimeout, options.RetryDelay, options.MaxRetryAfter), Is.EqualTo((TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30))));
            Assert.That((options.MaxRetries, options.MaxReplyBytes, options.TimeProvider), Is.EqualTo((3, 67_108_864, TimeProvider.System)));
            Assert.That(() => options.UseTimeProvider(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("timeProvider"));
        });
    }

    [TestCase(29, null, 29)]
    [TestCase(30, null, 30)]
    [TestCase(31, null, 30)]
    [TestCase(31, 31, 31)]
    [TestCase(29, 20, 20)]
    public void An_attempt_takes_no_longer_than_its_call(int timeout, int? attempt, int expected)
    {
        var options = new ProbeOptions { Timeout = TimeSpan.FromSeconds(timeout) };
        if (attempt is { } seconds)
        {
            options.AttemptTimeout = TimeSpan.FromSeconds(seconds);
        }

        Assert.That(options.AttemptTimeout, Is.EqualTo(TimeSpan.FromSeconds(expected)));
        Assert.That(Problems(options), Is.Empty);
    }

    [TestCase("MaxRetries", "many", "MaxRetries must be a whole number; it is 'many'.")]
    [TestCase("maxretries", "1.5", "maxretries must be a whole number; it is '1.5'.")]
    [TestCase("Long", "x", "Long must be a whole number; it is 'x'.")]
    [TestCase("AllowInsecureHttp", "yes", "AllowInsecureHttp must be true or false; it is 'yes'.")]
    [TestCase("Timeout", "soon", "Timeout must be a time as hours, minutes and seconds, such as 00:00:30; it is 'soon'.")]
    [TestCase("Endpoint", "http://[", "Endpoint must be an address, such as https://service.example.com; it is 'http://['.")]
    [TestCase("Endpoint", "http://user:secret@[", "Endpoint must be an address, such as https://service.example.com; it is '…@['.")]
    [TestCase("Kind", "Odd", "Kind must be Local or Utc; it is 'Odd'.")]
    [TestCase("Inner", "x", "Inner is an object that only code can give. In configuration, use the settings of plain text: Kind, Long.")]
    [TestCase("Endpiont", "x", "'Endpiont' is not a setting. There are AllowInsecureHttp, AttemptTimeout, Endpoint, Kind, Long, MaxReplyBytes, MaxRetries, MaxRetryAfter, RetryDelay, Timeout.")]
    public void A_configured_value_that_does_not_fit(string setting, string value, string problem) => Assert.That(Find(setting, value), Is.EqualTo(new[] { problem }));

    [TestCase("MaxRetries", "-1")]
    [TestCase("Long", "9000000000")]
    [TestCase("long", "")]
    [TestCase("AllowInsecureHttp", "True")]
    [TestCase("Timeout", "00:00:30")]
    [TestCase("Timeout", "30")]
    [TestCase("Endpoint", "es.test")]
    [TestCase("Kind", "utc")]
    public void A_configured_value_that_fits(string setting, string value) => Assert.That(Find(setting, value), Is.Empty);

    private static IEnumerable<string> Find(string setting, string value) =>
        ConfigurationProblems.Find(typeof(ConfiguredOptions), new ConfigurationBuilder().AddInMemoryCollection([new(setting, value)]).Build());

    private static IEnumerable<(string Setting, string Problem)> Problems(TaskClientOptions options) => options.FindProblems(ProbeService.Address);

    internal enum Zone
    {
        Local,
        Utc,
    }

    /// <summary>Has a setting of each type, and one that cannot be set.</summary>
    private sealed class ConfiguredOptions : TaskClientOptions
    {
        public long? Long { get; set; }

        public Zone Kind { get; set; }

        public ProbeDialect? Inner { get; set; }

        public string ReadOnly { get; } = "";

        protected internal override bool HasCredential => false;
    }
}
