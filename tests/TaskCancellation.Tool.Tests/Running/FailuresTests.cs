namespace TaskCancellation.Tool.Tests.Running;

internal sealed class FailuresTests
{
    [Test]
    public void A_failure_is_one_sentence_in_the_words_of_the_command_line()
    {
        using var all = Assert.EnterMultipleScope();
        Assert.That(Sentence(new ArgumentException("MeilisearchTaskClientOptions: Endpoint is plain http. Use https, or set AllowInsecureHttp.", "Endpoint")), Is.EqualTo("--endpoint is plain http. Use https, or pass --insecure-http."));
        Assert.That(Sentence(new ArgumentOutOfRangeException("value", 0, "MaxConcurrency must be at least 1.")), Is.EqualTo("--concurrency must be at least 1."));
        Assert.That(Sentence(new InvalidOperationException("odd")), Is.EqualTo("Unexpected InvalidOperationException: odd"));
        Assert.That(Failures.Sentence(new OperationCanceledException(), mayHaveSent: false), Is.EqualTo("Stopped. Nothing was canceled."));
    }

    private static string Sentence(Exception failure) => Failures.Sentence(failure, mayHaveSent: false);
}
