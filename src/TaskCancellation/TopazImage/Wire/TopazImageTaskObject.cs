using TaskCancellation.Http;

namespace TaskCancellation.TopazImage;

/// <summary>A job as the service writes it. Only what a client cannot do without is required: versions of the API differ in the rest.</summary>
internal static class TopazImageTaskObject
{
    private const double WholePercent = 100;

    /// <summary>Reads a job.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="serverNow">When the service answered, on its own clock; null when the reply does not say, and then there is no hint.</param>
    /// <param name="keepRaw">Whether its JSON is to be kept.</param>
    internal static TaskSnapshot Read(ref WireReader reader, DateTimeOffset? serverNow, bool keepRaw)
    {
        var start = reader.Start;
        var details = default(TopazImageMembers);
        string? id = null;
        string? status = null;
        string? category = null;
        string? source = null;
        string? filename = null;
        double? progress = null;
        DateTimeOffset? created = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("process_id"u8))
            {
                id = reader.RequireText();
                id = TopazImageIds.IsUuid(id) ? id : throw reader.Problem("is not the id of a job");
            }
            else if (reader.Is("status"u8))
            {
                status = reader.RequireWord();
            }
            else if (reader.Is("category"u8))
            {
                category = reader.Word();
            }
            else if (reader.Is("source_id"u8))
            {
                source = reader.SharedText();
            }
            else if (reader.Is("filename"u8))
            {
                filename = reader.Text();
            }
            else if (reader.Is("progress"u8))
            {
                progress = reader.Number();
            }
            else if (reader.Is("creation_time"u8))
            {
                created = TopazImageMembers.Instant(ref reader);
            }
            else
            {
                details.Read(ref reader);
            }
        }

        var word = reader.Require(status, "status");
        var state = TopazImageLifecycle.StateOf(word);
        return new TaskSnapshot
        {
            Id = reader.Require(id, "process_id"),
            State = state,
            RawState = word,
            Kind = category,
            Scope = source,
            Name = filename,
            EnqueuedAt = created,
            Progress = progress is >= 0 and <= WholePercent ? progress / WholePercent : null,
            Details = details.ToDetails(),
            PollAfter = state is TaskState.Succeeded or TaskState.Failed or TaskState.Canceled ? null : Until(details.ExpectedAt, serverNow),
            Raw = keepRaw ? reader.Since(start) : default,
        };
    }

    // Both instants are the service's: its clock and ours are never compared.
    private static TimeSpan? Until(DateTimeOffset? expected, DateTimeOffset? serverNow) =>
        expected - serverNow is { } left && left > TimeSpan.Zero
            ? left < TopazImageLimits.LongestPause ? left : TopazImageLimits.LongestPause
            : null;
}

/// <summary>The members of a job that only inform.</summary>
internal struct TopazImageMembers
{
    private static readonly TopazImageTaskDetails None = new();
    private static readonly long First = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    private static readonly long Last = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    private bool areThere;
    private DateTimeOffset? modifiedAt;
    private string? modelType;
    private string? model;
    private string? inputFormat;
    private int? inputWidth;
    private int? inputHeight;
    private string? outputFormat;
    private int? outputWidth;
    private int? outputHeight;
    private bool? cropToFill;
    private string? subjectDetection;
    private bool? faceEnhancement;
    private double? faceEnhancementCreativity;
    private double? faceEnhancementStrength;
    private string? optionsJson;
    private long? credits;

    /// <summary>When the job is expected to end.</summary>
    internal DateTimeOffset? ExpectedAt { get; private set; }

    /// <summary>Reads an instant as the service writes them, in whole seconds since 1970; null for one outside the calendar, such as milliseconds would be.</summary>
    internal static DateTimeOffset? Instant(ref WireReader reader) =>
        reader.Integer() is { } seconds && seconds >= First && seconds <= Last ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>Reads a member if it is one of these.</summary>
    internal void Read(ref WireReader reader)
    {
        if (reader.Is("eta"u8))
        {
            ExpectedAt = Instant(ref reader);
        }
        else if (reader.Is("modification_time"u8))
        {
            modifiedAt = Instant(ref reader);
        }
        else if (reader.Is("model_type"u8))
        {
            modelType = reader.SharedText();
        }
        else if (reader.Is("model"u8))
        {
            model = reader.SharedText();
        }
        else if (reader.Is("input_format"u8))
        {
            inputFormat = reader.SharedText();
        }
        else if (reader.Is("input_width"u8))
        {
            inputWidth = Pixels(ref reader);
        }
        else if (reader.Is("input_height"u8))
        {
            inputHeight = Pixels(ref reader);
        }
        else if (reader.Is("output_format"u8))
        {
            outputFormat = reader.SharedText();
        }
        else if (reader.Is("output_width"u8))
        {
            outputWidth = Pixels(ref reader);
        }
        else if (reader.Is("output_height"u8))
        {
            outputHeight = Pixels(ref reader);
        }
        else if (reader.Is("crop_to_fill"u8))
        {
            cropToFill = reader.Flag();
        }
        else if (reader.Is("subject_detection"u8))
        {
            subjectDetection = reader.SharedText();
        }
        else if (reader.Is("face_enhancement"u8))
        {
            faceEnhancement = reader.Flag();
        }
        else if (reader.Is("face_enhancement_creativity"u8))
        {
            faceEnhancementCreativity = reader.Number();
        }
        else if (reader.Is("face_enhancement_strength"u8))
        {
            faceEnhancementStrength = reader.Number();
        }
        else if (reader.Is("options_json"u8))
        {
            optionsJson = reader.Text();
        }
        else if (reader.Is("credits"u8))
        {
            credits = reader.Integer();
        }
        else
        {
            return;
        }

        areThere = true;
    }

    /// <summary>The details they make.</summary>
    internal readonly TopazImageTaskDetails ToDetails() => !areThere ? None : new()
    {
        ModifiedAt = modifiedAt,
        ExpectedAt = ExpectedAt,
        ModelType = modelType,
        Model = model,
        InputFormat = inputFormat,
        InputWidth = inputWidth,
        InputHeight = inputHeight,
        OutputFormat = outputFormat,
        OutputWidth = outputWidth,
        OutputHeight = outputHeight,
        CropToFill = cropToFill,
        SubjectDetection = subjectDetection,
        FaceEnhancement = faceEnhancement,
        FaceEnhancementCreativity = faceEnhancementCreativity,
        FaceEnhancementStrength = faceEnhancementStrength,
        OptionsJson = optionsJson,
        Credits = credits,
    };

    private static int? Pixels(ref WireReader reader) => reader.Integer() is { } count and >= 0 and <= int.MaxValue ? (int)count : null;
}
