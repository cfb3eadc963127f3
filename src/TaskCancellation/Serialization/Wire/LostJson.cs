namespace TaskCancellation.Serialization;

/// <summary>A cancel by filter whose reply was lost: enough to look for it again.</summary>
internal sealed record LostJson
{
    public required TranslationJson Filter { get; init; }

    public required int Nonce { get; init; }

    internal static LostJson? From(CancelRequest? lost) =>
        TranslationJson.From(lost?.Filter) is { } filter ? new LostJson { Filter = filter, Nonce = lost!.Nonce } : null;

    internal CancelRequest ToModel() => new() { Filter = Filter.ToModel(), Nonce = Nonce };
}
