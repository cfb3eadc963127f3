// dotnet run .ci/packages.cs: what the packages in artifacts/packages contain and depend on, held against .ci/packages.txt.
// A new file or dependency is shipped to every user, so it is written down before it is. `-- --accept` writes it down.
using System.IO.Compression;
using System.Xml.Linq;

var baseline = Path.Combine(".ci", "packages.txt");
var packages = Directory.EnumerateFiles(Path.Combine("artifacts", "packages"), "*.nupkg").Order(StringComparer.Ordinal).ToList();
if (packages.Count == 0)
{
    Console.Error.WriteLine("There is no package in artifacts/packages: run 'dotnet pack -c Release' first.");
    return 2;
}

var lines = packages.SelectMany(Describe).ToList();
Console.WriteLine(string.Join('\n', packages.SelectMany(Measure)));
if (args.Contains("--accept"))
{
    File.WriteAllLines(baseline, lines);
    return 0;
}

var expected = File.ReadAllLines(baseline);
var differences = expected.Except(lines).Select(line => $"- {line}").Concat(lines.Except(expected).Select(line => $"+ {line}")).ToList();
Console.WriteLine(differences.Count == 0 ? "The packages are as .ci/packages.txt says." : $"The packages are not as .ci/packages.txt says:\n{string.Join('\n', differences)}");
return differences.Count == 0 ? 0 : 1;

static IEnumerable<string> Describe(string file)
{
    using var archive = ZipFile.OpenRead(file);
    var metadata = Metadata(archive);
    var id = Value(metadata, "id");
    string[] facts = ["version", "license", "icon", "readme", "releaseNotes"];
    return
    [
        .. facts.Select(fact => $"{id}: {fact} {Value(metadata, fact)}"),
        .. metadata.Descendants().Where(element => element.Name.LocalName == "dependency").Select(on => $"{id}: depends on {on.Attribute("id")!.Value} {on.Attribute("version")!.Value}"),
        .. archive.Entries.Select(entry => entry.FullName).Where(IsOurs).Order(StringComparer.Ordinal).Select(name => $"{id}: {name}"),
    ];
}

static IEnumerable<string> Measure(string file)
{
    using var archive = ZipFile.OpenRead(file);
    var lines = archive.Entries.Where(entry => IsOurs(entry.FullName)).Select(entry => $"  {entry.Length,10:N0}  {entry.FullName}").ToList();
    return [$"{Path.GetFileName(file)}  {new FileInfo(file).Length:N0} bytes", .. lines];
}

static XElement Metadata(ZipArchive archive)
{
    using var nuspec = archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
    return XDocument.Load(nuspec).Root!.Elements().Single();
}

static string Value(XElement metadata, string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value ?? "none";

// The rest is the container's own.
static bool IsOurs(string name) => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal) && name != "[Content_Types].xml";
