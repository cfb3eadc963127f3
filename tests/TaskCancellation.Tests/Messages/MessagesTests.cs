using System.Text;
using Microsoft.Extensions.Options;

namespace TaskCancellation.Tests.Messages;

/// <summary>Every kind of message on one page, messages.md, as users see them; and the rules that hold for all of them.</summary>
public sealed class MessagesTests
{
    private const string Page = "tests/TaskCancellation.Tests/Messages/messages.md";
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private static readonly string[] NoWords = ["see inner", "System.", "Exception", "HttpRequestError", "..", ": .", "  "];
    private IReadOnlyList<Message> all = null!;

    private IEnumerable<Message> Requests => all.Where(message => message.Error is TaskRequestException);

    [OneTimeSetUp]
    public async Task SetUp() => all =
    [
        .. await RequestMessages.AllAsync().ToListAsync(),
        .. await SecureMessages.AllAsync(Now).ToListAsync(),
        .. await LoginMessages.AllAsync().ToListAsync(),
        .. await WrongServiceMessages.AllAsync().ToListAsync(),
        .. OptionMessages.All(),
        .. await UsageMessages.AllAsync().ToListAsync(),
    ];

    [Test]
    public void The_page_has_them_all()
    {
        var page = Print();
        File.WriteAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "messages.md"), page);

        Assert.That(Repository.Read(Page), Is.EqualTo(page), "messages.md beside the tests has the text");
    }

    [Test]
    public void None_shows_a_secret() =>
        Assert.That(all.SelectMany(message => message.Log.Append(Everything(message.Error))).Where(text => text.Contains(MessageBench.Secret[..^1], StringComparison.Ordinal)), Is.Empty);

    [Test]
    public void Each_is_made_of_sentences() =>
        Assert.That(all.Select(message => ArgumentEnd(message)).Where(text => !text.EndsWith('.') || (!char.IsUpper(text[0]) && text[0] != '\'')), Is.Empty);

    [Test]
    public void None_explains_by_names_of_types_or_by_nothing() =>
        Assert.That(from message in all from word in NoWords where message.Text.Contains(word, StringComparison.Ordinal) select $"{word} in {message.Case}: {message.Text}", Is.Empty);

    [Test]
    public void A_request_names_its_client_its_method_and_its_address() =>
        Assert.That(Requests.Where(message => !message.Text.Contains("'eu'", StringComparison.Ordinal) || !message.Error.Message.Contains($"asked {((TaskRequestException)message.Error).Request}", StringComparison.Ordinal)).Select(message => $"{message.Case}: {message.Text}"), Is.Empty);

    [Test]
    public void A_request_says_what_to_do_after_what_was_asked() =>
        Assert.That(Requests.Where(message => !message.Text[message.Text.LastIndexOf("(asked ", StringComparison.Ordinal)..].Contains("). ", StringComparison.Ordinal)).Select(message => $"{message.Case}: {message.Text}"), Is.Empty);

    [Test]
    public void What_was_asked_of_a_cancel_says_whether_it_may_have_been_done() =>
        Assert.That(Requests.Where(message => !((TaskRequestException)message.Error).Request!.StartsWith("GET ", StringComparison.Ordinal)).Select(message => message.Text), Is.Not.Empty.And.All.Match("Nothing was (sent|done)|may have been acted on"));

    [Test]
    public void Settings_are_told_with_the_client_and_without_parameters() =>
        Assert.That(all.Where(message => message.Area == "Settings" && (!message.Text.Contains("ClientOptions 'eu': ", StringComparison.Ordinal) || message.Error is not OptionsValidationException)).Select(message => $"{message.Case}: {message.Text}"), Is.Empty);

    [Test]
    public void Only_the_error_of_a_calls_argument_names_a_parameter() =>
        Assert.That(all.Where(message => (message.Error is not ArgumentException || message.Area == "Settings in code") && Everything(message.Error).Split(Environment.NewLine)[0].Contains("(Parameter", StringComparison.Ordinal)).Select(message => message.Text), Is.Empty);

    // The framework adds the name of the parameter.
    private static string ArgumentEnd(Message message) => message.Error is ArgumentException { ParamName: { } name } ? message.Text.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : message.Text;

    // A framework's own, as the validation of options throws it, is not named.
    private static string NameOf(Exception error) => error is OptionsValidationException ? "" : $" ({(error is ArgumentException ? nameof(ArgumentException) : error.GetType().Name)})";

    private static string Everything(Exception error)
    {
        var text = new StringBuilder(error.ToString());
        for (var at = error; at is not null; at = at.InnerException)
        {
            text.Append(at.Message).AppendJoin(' ', at.Data.Values.Cast<object?>());
        }

        return text.ToString();
    }

    private string Print()
    {
        var page = new StringBuilder("# Messages\n\nPrinted by `MessagesTests`: what users are told when something goes wrong. A text that is the same for several cases is printed with the first of them.\n");
        foreach (var area in all.GroupBy(message => message.Area))
        {
            page.Append("\n## ").Append(area.Key).Append("\n\n");
            foreach (var message in area.DistinctBy(message => message.Text))
            {
                page.Append("- **").Append(message.Case).Append("**").Append(NameOf(message.Error)).Append(": ").Append(message.Text.ReplaceLineEndings(" ⏎ ")).Append('\n');
            }
        }

        return page.ToString();
    }
}
