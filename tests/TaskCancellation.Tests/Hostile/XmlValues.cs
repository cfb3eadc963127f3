using System.Text;
using System.Text.RegularExpressions;

namespace TaskCancellation.Tests.Hostile;

/// <summary>The elements of an XML body that hold a text, so that one can be replaced by what no serializer would write.</summary>
internal static partial class XmlValues
{
    private static readonly string[] OddTexts =
        ["odd", "123456789", "-5", "1.5", "true", "", " ", "&#0;", "&bogus;", "<a/><a><b/></a>", "../../x", "a\r\nWARN: fake", "&#xD800;", "<![CDATA[<]]>", "<!-- -->", new string('x', 1024 * 1024)];

    /// <summary>One element of another form, gone, or there twice; null when there is none.</summary>
    /// <param name="body">The body.</param>
    /// <param name="random">Chooses.</param>
    /// <param name="changed">Which, and what it is now.</param>
    internal static byte[]? WithOddElement(byte[] body, Random random, out string changed)
    {
        var text = Encoding.UTF8.GetString(body);
        var elements = Element().Matches(text);
        changed = "=gone";
        if (elements.Count == 0)
        {
            return null;
        }

        var element = elements[random.Next(elements.Count)];
        var (name, odd, way) = (element.Groups[1].Value, OddTexts[random.Next(OddTexts.Length)], random.Next(8));
        changed = $"{name}={(way == 0 ? "gone" : "text")}";
        var other = way switch
        {
            0 => "",
            1 => $"{element.Value}<{name}>{odd}</{name}>",
            2 => $"<{name} x=\"{odd}\">{element.Groups[2].Value}</{name}>",
            _ => $"<{name}>{odd}</{name}>",
        };
        return Encoding.UTF8.GetBytes(string.Concat(text.AsSpan(0, element.Index), other, text.AsSpan(element.Index + element.Length)));
    }

    [GeneratedRegex("<(\\w+)>([^<]*)</\\1>", RegexOptions.CultureInvariant)]
    private static partial Regex Element();
}
