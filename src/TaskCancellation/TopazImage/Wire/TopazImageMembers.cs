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
        switch (reader.Name)
        {
            case "eta":
                ExpectedAt = Instant(ref reader);
                break;
            case "modification_time":
                modifiedAt = Instant(ref reader);
                break;
            case "model_type":
                modelType = reader.SharedText();
                break;
            case "model":
                model = reader.SharedText();
                break;
            case "input_format":
                inputFormat = reader.SharedText();
                break;
            case "input_width":
                inputWidth = Pixels(ref reader);
                break;
            case "input_height":
                inputHeight = Pixels(ref reader);
                break;
            case "output_format":
                outputFormat = reader.SharedText();
                break;
            case "output_width":
                outputWidth = Pixels(ref reader);
                break;
            case "output_height":
                outputHeight = Pixels(ref reader);
                break;
            case "crop_to_fill":
                cropToFill = reader.Flag();
                break;
            case "subject_detection":
                subjectDetection = reader.SharedText();
                break;
            case "face_enhancement":
                faceEnhancement = reader.Flag();
                break;
            case "face_enhancement_creativity":
                faceEnhancementCreativity = reader.Number();
                break;
            case "face_enhancement_strength":
                faceEnhancementStrength = reader.Number();
                break;
            case "options_json":
                optionsJson = reader.Text();
                break;
            case "credits":
                credits = reader.Integer();
                break;
            default:
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
