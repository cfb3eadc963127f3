using TaskCancellation.Tool.Output;

namespace TaskCancellation.Tool.Tests.Output;

internal sealed class NeutralTests
{
    [TestCase("plain [red]text[/] ü 日本 🎬", "plain [red]text[/] ü 日本 🎬")]
    [TestCase("\u001b[31mred", "\\u001b[31mred")]
    [TestCase("a\u009b2Jb\u0007", "a\\u009b2Jb\\u0007")]
    [TestCase("one\ntwo\r\tthree", "one\\u000atwo\\u000d\\u0009three")]
    [TestCase("\u202eabc\u2066\u2028\u200b", "\\u202eabc\\u2066\\u2028\\u200b")]
    public void What_a_terminal_would_obey_is_written_out(string text, string expected) => Assert.That(Neutral.Of(text), Is.EqualTo(expected));

    [Test]
    public void Half_a_character_is_replaced() => Assert.That(Neutral.Of("a" + (char)0xd83c), Is.EqualTo("a\ufffd"));

    [Test]
    public void Nothing_is_nothing() => Assert.That(Neutral.Of(null), Is.Empty);
}
