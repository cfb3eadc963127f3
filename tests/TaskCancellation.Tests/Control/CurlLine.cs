using System.Text;

namespace TaskCancellation.Tests.Control;

/// <summary>A line of curl as the README has them.</summary>
internal sealed record CurlLine(HttpMethod Method, Uri Address, string? Data, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    internal static CurlLine Parse(string line)
    {
        var words = Words(line);
        var (method, data, headers) = ((string?)null, (string?)null, new List<KeyValuePair<string, string>>());
        Uri? address = null;
        for (var i = 1; i < words.Count; i++)
        {
            switch (words[i])
            {
                case "-X":
                    method = words[++i];
                    break;
                case "-d":
                    data = words[++i].Replace("\\n", "\n", StringComparison.Ordinal);
                    break;
                case "-u":
                    headers.Add(new("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(words[++i]))));
                    break;
                case "-H":
                    var header = words[++i].Split(": ", 2);
                    headers.Add(new(header[0], header[1]));
                    break;
                default:
                    address = new Uri(words[i]);
                    break;
            }
        }

        return new CurlLine(new HttpMethod(method ?? "GET"), address!, data, headers);
    }

    internal HttpRequestMessage ToRequest(int port)
    {
        var request = new HttpRequestMessage(Method, new UriBuilder(Address) { Host = "127.0.0.1", Port = port }.Uri);
        var type = Headers.FirstOrDefault(header => header.Key == "Content-Type").Value ?? "application/x-www-form-urlencoded";
        request.Content = Data is null ? null : new StringContent(Data, mediaType: new(type));
        foreach (var (name, value) in Headers.Where(header => header.Key != "Content-Type"))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    /// <summary>What a shell makes of it: blanks part words, single quotes hold them together.</summary>
    private static List<string> Words(string line)
    {
        var words = new List<string>();
        var (word, isQuoted) = (new StringBuilder(), false);
        foreach (var character in line + " ")
        {
            switch (character)
            {
                case '\'':
                    isQuoted = !isQuoted;
                    break;
                case ' ' when !isQuoted:
                    words.Add(word.ToString());
                    word.Clear();
                    break;
                default:
                    word.Append(character);
                    break;
            }
        }

        return words;
    }
}
