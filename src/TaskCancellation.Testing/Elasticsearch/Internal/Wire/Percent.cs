using System.Text;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>Percent-encoding as the server's web layer reads it: a malformed escape is an error that gives the position.</summary>
internal static class Percent
{
    /// <summary>Decodes a part of an address.</summary>
    /// <param name="text">The part.</param>
    /// <param name="plusIsSpace">Whether it stands in a query, where a plus is a space.</param>
    /// <exception cref="FormatException">An escape is broken; the message is the server's.</exception>
    internal static string Decode(string text, bool plusIsSpace)
    {
        if (!text.AsSpan().ContainsAny('%', '+'))
        {
            return text;
        }

        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%')
            {
                bytes.Add(Escape(text, ref i));
            }
            else if (text[i] == '+' && plusIsSpace)
            {
                bytes.Add((byte)' ');
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text, i, 1));
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static byte Escape(string text, ref int i)
    {
        if (i == text.Length - 1)
        {
            throw new FormatException($"unterminated escape sequence at end of string: {text}");
        }

        if (text[++i] == '%')
        {
            return (byte)'%';
        }

        if (i == text.Length - 1)
        {
            throw new FormatException($"partial escape sequence at end of string: {text}");
        }

        var (first, second) = (text[i], text[++i]);
        return char.IsAsciiHexDigit(first) && char.IsAsciiHexDigit(second)
            ? (byte)((Convert.ToInt32(first.ToString(), 16) << 4) | Convert.ToInt32(second.ToString(), 16))
            : throw new FormatException($"invalid escape sequence `%{first}{second}' at index {i - 2} of: {text}");
    }
}
