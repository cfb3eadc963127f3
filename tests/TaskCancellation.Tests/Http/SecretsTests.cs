using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using TaskCancellation.Http;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Http;

[NonParallelizable]
public class SecretsTests
{
    private const string Secret = "hunter2-hunter2";
    private static readonly TaskHttpRequest Request = ProbeService.Request(RetrySafety.Safe) with { PathAndQuery = "tasks/1/cancel?filter=whose-business", Body = "body-value"u8.ToArray() };

    private static IEnumerable<TestCaseData> Faults()
    {
        yield return Case("refused", rule => rule.Refuse());
        yield return Case("reset", rule => rule.ResetAfterActing());
        yield return Case("throttled", rule => rule.Respond(EmulatedReply.Json(429, """{"code":"slow","message":"Slow down."}""")));
        yield return Case("unauthorized", rule => rule.Respond(EmulatedReply.Html(401)));
        yield return Case("failing", rule => rule.Respond(EmulatedReply.Html(503)));
        yield return Case("silent", rule => rule.Delay(TimeSpan.FromHours(1)));

        static TestCaseData Case(string name, Action<FaultRule> play) => new TestCaseData(play).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Faults))]
    public void No_failure_shows_the_credential_or_a_value_of_the_request(object play)
    {
        var log = new CapturedLog();
        var seen = new List<string>();
        using var activities = Listen(seen);
        using var meters = ListenToMeters(seen);
        using var service = new ProbeService(dialect: new ProbeDialect { Credential = (_, _) => ValueTask.FromResult(Secret) }, log: log);
        ((Action<FaultRule>)play)(service.Faults.Always());

        var error = service.Fail(Request);

        string[] texts = [error.ToString(), error.Message, .. log.Lines.Select(line => line.Text), .. seen];
        Assert.Multiple(() =>
        {
            Assert.That(service.Requests[0].Request.Header(ProbeDialect.KeyHeader), Is.EqualTo(Secret));
            Assert.That(log.Lines, Is.Not.Empty);
            Assert.That(seen, Has.Some.Contains("taskcancellation.failures").And.Some.Contains("url.full=https"));
            Assert.That(texts, Has.None.Contains(Secret).And.None.Contains("whose-business").And.None.Contains("body-value"));
        });
    }

    [TestCase(Secret + "\r\nX-Evil: 1")]
    [TestCase(Secret + "\0")]
    [TestCase("\n" + Secret)]
    public void A_credential_that_no_header_can_hold_is_not_shown(string key)
    {
        var log = new CapturedLog();
        using var service = new ProbeService(dialect: new ProbeDialect { Credential = (_, _) => ValueTask.FromResult(key) }, log: log);

        var error = service.Fail(Request);

        Assert.Multiple(() =>
        {
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Authentication));
            Assert.That(error.Delivery, Is.EqualTo(RequestDelivery.NotSent));
            Assert.That(log.Lines.Select(line => line.Text).Append(error.ToString()), Has.None.Contains(Secret));
            Assert.That(service.Requests, Is.Empty);
        });
    }

    [Test]
    public void A_credential_that_a_parser_quotes_is_not_shown()
    {
        var dialect = new ProbeDialect { Credential = (_, _) => throw new FormatException($"The format of value '{Secret}' is invalid.") };
        using var service = new ProbeService(dialect: dialect);

        Assert.That(service.Fail(Request).ToString(), Does.Not.Contain(Secret));
    }

    [Test]
    public async Task The_event_ids_of_the_log_are_stable()
    {
        var log = new CapturedLog();
        using var service = new ProbeService(new ProbeOptions { MaxRetries = 1 }, log: log);
        service.Faults.OnCall(1).Respond(EmulatedReply.Html(503));
        (await service.CallAsync(Request)).Dispose();
        service.Faults.Always().Respond(EmulatedReply.Html(400));

        service.Fail(Request);

        Assert.That(log.Lines.Select(line => (line.Id.Id, line.Id.Name, line.Level)), Is.EqualTo(new[]
        {
            (1, "Retrying", LogLevel.Information),
            (2, "Failed", LogLevel.Warning),
        }));
    }

    private static ActivityListener Listen(List<string> seen)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "TaskCancellation",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => seen.Add($"{activity.DisplayName} {activity.StatusDescription} {Join(activity.TagObjects)} {string.Join(' ', activity.Events.Select(happening => Join(happening.Tags)))}"),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static MeterListener ListenToMeters(List<string> seen)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "TaskCancellation")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => seen.Add($"{instrument.Name} {value} {Join(tags.ToArray())}"));
        listener.Start();
        return listener;
    }

    private static string Join(IEnumerable<KeyValuePair<string, object?>> tags) => string.Join(' ', tags.Select(tag => $"{tag.Key}={tag.Value}"));
}
