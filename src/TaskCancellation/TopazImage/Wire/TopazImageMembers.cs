using TaskCancellation.Http;

namespace TaskCancellation.TopazImage;

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
