using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace TaskCancellation.Http;

/// <summary>Reads the JSON of a reply in one forward pass.</summary>
/// <remarks>
/// <para>A value that decides the result is read by a method whose name starts with Require: when it does not have the documented form, a <see cref="WireException"/> is thrown, which makes the whole reply a protocol error. A value that only informs is read by the other methods: in another form, it is skipped and the result is <see langword="null"/>. A value that is not read is skipped, whatever its size, depth, or form.</para>
/// <para>A loop over members or items must run to its end. The name of a member must be read before its value.</para>
/// </remarks>
[Experimental(HttpDoor.DiagnosticId)]
public ref struct WireReader
{
    /// <summary>How deep values are entered.</summary>
    internal const int MaxDepth = 64;

    private const int LongestWord = 2_048;
    private const int LongestText = 64 * 1024;

    // Of a list: what a task is held in takes several times the shortest row.
    private const int ManyRows = 10_000;
    private const int ShortestRow = 128;

    // Of a character, in UTF-8.
    private const int MostBytes = 4;

    // What is skipped may be as deep as it likes: depth bounds only what is entered.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = int.MaxValue };

    private static readonly byte[] EmptyObject = [.. "{}"u8];

    private readonly ReadOnlySpan<byte> body;
    private readonly ReplyBuffer? owner;
    private Utf8JsonReader json;
    private State state;
    private bool isLeft;

    private WireReader(ReadOnlySpan<byte> body, ReplyBuffer? owner)
    {
        this.body = body;
        this.owner = owner;
        json = new Utf8JsonReader(body, Options);
    }

    private enum State
    {
        /// <summary>The value comes with the next token.</summary>
        Before = 0,

        /// <summary>The current token is the value's first.</summary>
        At,

        /// <summary>The value was read, or entered.</summary>
        Past,
    }

    /// <summary>Gets the name of the current member. Parts that are not Unicode are replaced.</summary>
    public readonly string Name => Decode(isShared: true) ?? Encoding.UTF8.GetString(json.ValueSpan);

    /// <summary>What kind of value comes; nothing is consumed.</summary>
    internal JsonTokenType ValueKind
    {
        get
        {
            Arrive();
            return json.TokenType;
        }
    }

    /// <summary>Gets whether the next value is null.</summary>
    public bool IsNull => ValueKind == JsonTokenType.Null;

    /// <summary>Gets the position of the next value, for <see cref="Since"/>. Nothing is consumed.</summary>
    public long Start
    {
        get
        {
            Arrive();
            return json.TokenStartIndex;
        }
    }

    /// <summary>Reads a body that may be something else, such as that of an error. Returns whether it is, to its end, what <paramref name="read"/> reads.</summary>
    public static bool TryRead<T>(ReadOnlySpan<byte> body, WireRead<T> read, out T? value) => Read(body, read, out value) is null;

    /// <summary>Reads a body whole. The one place where what a reply holds can go wrong.</summary>
    /// <param name="body">The body.</param>
    /// <param name="read">Reads it.</param>
    /// <param name="value">What it holds.</param>
    /// <param name="owner">What holds the body, if that is a reply's: it knows whether what is kept has to be copied.</param>
    /// <returns>Null, with the value; else what is wrong, and where.</returns>
    internal static WireProblem? Read<T>(ReadOnlySpan<byte> body, WireRead<T> read, out T? value, ReplyBuffer? owner = null)
    {
        var reader = new WireReader(body, owner);
        try
        {
            value = read(ref reader);
            reader.End();
            return null;
        }
        catch (WireException wrong)
        {
            (value, var path) = (default, WireErrorPath.At(body, wrong.Offset));
            return new WireProblem(path.Length == 0 ? $"The reply {wrong.Message}." : $"'{path}' in the reply {wrong.Message}.", null);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            value = default;
            return new WireProblem(body.IsEmpty ? "The reply is empty." : "The reply is not the JSON the service documents.", malformed);
        }
    }

    /// <summary>Enters an object.</summary>
    public void RequireObject() => Enter(JsonTokenType.StartObject, "is not the object that is due");

    /// <summary>Enters an array.</summary>
    public void RequireArray() => Enter(JsonTokenType.StartArray, "is not the array that is due");

    /// <summary>Enters an object. Returns <see langword="false"/>, and skips the value, when it is of another kind.</summary>
    public bool TryObject() => TryEnter(JsonTokenType.StartObject);

    /// <summary>Enters an array. Returns <see langword="false"/>, and skips the value, when it is of another kind.</summary>
    public bool TryArray() => TryEnter(JsonTokenType.StartArray);

    /// <summary>Moves to the next member of the object entered last, and skips what was not read of the previous one. Returns <see langword="false"/> at the end.</summary>
    public bool NextMember()
    {
        SkipUnread();
        json.Read();
        if (json.TokenType == JsonTokenType.EndObject)
        {
            state = State.Past;
            return false;
        }

        state = State.Before;
        return true;
    }

    /// <summary>Moves to the next item of the array entered last, and skips what was not read of the previous one. Returns <see langword="false"/> at the end.</summary>
    public bool NextItem()
    {
        SkipUnread();
        json.Read();
        state = json.TokenType == JsonTokenType.EndArray ? State.Past : State.At;
        return state == State.At;
    }

    /// <summary>Determines whether the current member has a name.</summary>
    /// <param name="name">The name, in UTF-8.</param>
    public readonly bool Is(ReadOnlySpan<byte> name) =>
        json.ValueIsEscaped ? IsEscaped(name) : json.ValueSpan.SequenceEqual(name);

    /// <summary>Determines whether the current member has a name.</summary>
    /// <param name="name">The name, in ASCII.</param>
    /// <param name="ignoresCase">Whether to ignore case.</param>
    public readonly bool Is(ReadOnlySpan<char> name, bool ignoresCase = false) =>
        json.ValueIsEscaped ? EscapedText.Is(json.ValueSpan, name, ignoresCase) : ignoresCase ? Ascii.EqualsIgnoreCase(json.ValueSpan, name) : Ascii.Equals(json.ValueSpan, name);

    /// <summary>Refuses a reply that lists more tasks than a valid reply of its length can contain, because they would take many times its memory.</summary>
    /// <param name="rows">The number of tasks so far.</param>
    public readonly void RequireRoomFor(int rows)
    {
        if (rows > ManyRows && json.BytesConsumed < (long)rows * ShortestRow)
        {
            throw Problem("is one of many more tasks than fit in a reply of that length");
        }
    }

    /// <summary>How many tasks the reply lists in all, if the rest of it is like what was read; never more than fit in it.</summary>
    internal readonly int EstimateRows(int rows) => (int)Math.Max(rows + 1, Math.Min(body.Length * (long)rows / json.BytesConsumed, body.Length / ShortestRow));

    /// <summary>Reads a text, such as an id, a token, or a position in a list.</summary>
    public string RequireText() => RequireText(LongestText, isShared: false);

    /// <summary>Reads a text in a form that can be shown in a message.</summary>
    public string RequireMessage()
    {
        RequireKind(JsonTokenType.String, "is not the text that is due");
        return IsUnicode() ? SafeText.Of(Beginning(SafeText.MaxLength)) : throw Problem("is not a Unicode text");
    }

    /// <summary>Reads a short text that replies repeat.</summary>
    public string RequireSharedText() => RequireText(LongestWord, isShared: true);

    /// <summary>Reads a word that replies repeat and that can be shown unchanged, such as that of a state or a kind.</summary>
    public string RequireWord() =>
        RequireSharedText() is var word && IsWord(word) ? word : throw Problem("is not the word that is due");

    /// <summary>Reads an integer.</summary>
    public long RequireInteger()
    {
        RequireKind(JsonTokenType.Number, "is not the whole number that is due");
        return json.TryGetInt64(out var number) ? number : throw Problem("is not the whole number that is due");
    }

    /// <summary>Reads true or false.</summary>
    public bool RequireFlag()
    {
        Take();
        return json.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            _ => throw Problem("is not the true or false that is due"),
        };
    }

    /// <summary>Returns the value of a required member, which may be missing.</summary>
    /// <param name="value">The value, or <see langword="null"/> when the member was missing.</param>
    /// <param name="member">The name of the member.</param>
    public readonly T Require<T>(T? value, string member)
        where T : class => value ?? throw Problem($"has no '{member}'");

    /// <inheritdoc cref="Require{T}(T, string)"/>
    public readonly T Require<T>(T? value, string member)
        where T : struct => value ?? throw Problem($"has no '{member}'");

    /// <summary>Reads a text, or a number as text.</summary>
    public string? Text() => IsText() ? Decode(isShared: false) : null;

    /// <summary>Reads a text, or a number as text; <see langword="null"/> when it is longer than a limit.</summary>
    /// <param name="max">The largest length, in bytes.</param>
    public string? Text(int max) => IsText() && json.ValueSpan.Length <= max ? Decode(isShared: false) : null;

    /// <summary>Reads a short text that replies repeat, or a number as text.</summary>
    public string? SharedText() => IsText() && json.ValueSpan.Length <= LongestWord ? Decode(isShared: true) : null;

    /// <summary>Reads a word that replies repeat, such as that of a kind; <see langword="null"/> for a text that cannot be shown unchanged.</summary>
    public string? Word() => SharedText() is { } word && IsWord(word) ? word : null;

    /// <summary>Reads a text, or a number as text, in a form that can be shown in a message.</summary>
    /// <param name="max">The largest length.</param>
    public string? Message(int max = SafeText.MaxLength) => IsText() && IsUnicode() ? SafeText.Of(Beginning(max), max) : null;

    /// <summary>Reads an integer.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "The word of the JSON schema.")]
    public long? Integer() => TakeScalar(JsonTokenType.Number) && json.TryGetInt64(out var number) ? number : null;

    /// <summary>Reads a number; <see langword="null"/> also for one that is out of range.</summary>
    public double? Number() => TakeScalar(JsonTokenType.Number) && json.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

    /// <summary>Reads an instant in ISO 8601 format. Without an offset, it is interpreted as UTC.</summary>
    public DateTimeOffset? Instant() =>
        !TakeScalar(JsonTokenType.String) ? null
        : json.TryGetDateTime(out var local) && local.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(local, TimeSpan.Zero)
        : json.TryGetDateTimeOffset(out var instant) ? instant
        : null;

    /// <summary>Reads true or false.</summary>
    public bool? Flag() => TakeScalar(JsonTokenType.True) ? true : json.TokenType == JsonTokenType.False ? false : null;

    /// <summary>Returns the bytes of the value, whatever its kind; empty for null.</summary>
    public ReadOnlyMemory<byte> Slice() => Span(out var start) is { IsEmpty: false } value ? value.SequenceEqual("{}"u8) ? EmptyObject : Keep(start, value.Length) : default;

    /// <summary>Keeps the value as JSON, whatever its kind; null for null. Short values that replies repeat are shared.</summary>
    internal RawJson? Json() => Span(out var start) is { IsEmpty: false } value ? RawJson.FindShared(value) ?? RawJson.Share(Keep(start, value.Length)) : null;

    /// <summary>Skips the next value, and returns the position of its end, counted like <see cref="Start"/>.</summary>
    public long Skip()
    {
        Take();
        json.Skip();
        return json.BytesConsumed;
    }

    /// <summary>Returns the bytes from a position to the end of what was read last, to keep a value that is read as well.</summary>
    /// <param name="start">The position, from <see cref="Start"/>.</param>
    public readonly ReadOnlyMemory<byte> Since(long start) => Keep((int)start, (int)(json.BytesConsumed - start));

    /// <summary>Ends the reading: everything needed is known, and the rest of the body is ignored.</summary>
    public void Leave() => isLeft = true;

    /// <summary>Creates the exception for the value that was just read and that cannot be what the service means.</summary>
    /// <param name="what">What is wrong.</param>
    public readonly WireException Problem(string what) => new(what, json.TokenStartIndex);

    private ReadOnlySpan<byte> Span(out int start)
    {
        Take();
        start = (int)json.TokenStartIndex;
        json.Skip();
        return json.TokenType == JsonTokenType.Null ? [] : body[start..(int)json.BytesConsumed];
    }

    private static bool IsWord(string text) => !string.IsNullOrWhiteSpace(text) && SafeText.Of(text) == text;

    private void End()
    {
        if (isLeft)
        {
            return;
        }

        SkipUnread();
        if (json.Read())
        {
            throw Problem("goes on after its end");
        }
    }

    private void Enter(JsonTokenType kind, string problem)
    {
        RequireKind(kind, problem);
        if (json.CurrentDepth > MaxDepth)
        {
            throw Problem("is nested too deep");
        }
    }

    private bool TryEnter(JsonTokenType kind)
    {
        Take();
        if (json.TokenType == kind && json.CurrentDepth <= MaxDepth)
        {
            return true;
        }

        json.Skip();
        return false;
    }

    private string RequireText(int longest, bool isShared)
    {
        RequireKind(JsonTokenType.String, "is not the text that is due");
        return json.ValueSpan.Length > longest ? throw Problem("is longer than it can be") : Decode(isShared) ?? throw Problem("is not a Unicode text");
    }

    private readonly ReadOnlyMemory<byte> Keep(int start, int length) => owner?.Keep(owner.Body.Slice(start, length)) ?? body.Slice(start, length).ToArray();

    private void RequireKind(JsonTokenType kind, string problem)
    {
        Take();
        if (json.TokenType != kind)
        {
            throw Problem(problem);
        }
    }

    private readonly bool IsEscaped(ReadOnlySpan<byte> name)
    {
        Span<char> letters = stackalloc char[name.Length];
        Ascii.ToUtf16(name, letters, out _);
        return EscapedText.Is(json.ValueSpan, letters);
    }

    private bool IsText() => TakeScalar(JsonTokenType.String) || json.TokenType == JsonTokenType.Number;

    // An array or object in the place of a scalar is skipped.
    private bool TakeScalar(JsonTokenType kind)
    {
        Take();
        if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            json.Skip();
        }

        return json.TokenType == kind;
    }

    private readonly string? Decode(bool isShared) =>
        json.ValueIsEscaped ? IsUnicode() ? EscapedText.Decode(json.ValueSpan) : null
        : isShared ? WireStringPool.Get(json.ValueSpan)
        : WireStringPool.Decode(json.ValueSpan);

    // Half a surrogate pair is no text.
    private readonly bool IsUnicode() => json.ValueIsEscaped ? EscapedText.IsUnicode(json.ValueSpan) : System.Text.Unicode.Utf8.IsValid(json.ValueSpan);

    // More than any message takes over, so that what is cut off here in the middle is cut off there as well.
    private readonly string Beginning(int max)
    {
        var most = MostBytes * (max + 1);
        return json.ValueIsEscaped ? EscapedText.Decode(EscapedText.Head(json.ValueSpan, most)) : Encoding.UTF8.GetString(json.ValueSpan[..Math.Min(json.ValueSpan.Length, most)]);
    }

    private void Arrive()
    {
        if (state == State.Before)
        {
            json.Read();
            state = State.At;
        }
    }

    private void Take()
    {
        Arrive();
        state = State.Past;
    }

    private void SkipUnread()
    {
        if (state != State.Past)
        {
            Take();
            json.Skip();
        }
    }
}
