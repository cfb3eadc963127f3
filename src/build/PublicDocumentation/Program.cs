// PublicDocumentation DOCUMENTATION ASSEMBLY REFERENCES: takes out of an XML documentation file what a user of the assembly cannot reach.
// The compiler documents internal members too, and a package would ship them. REFERENCES is a file with the path of a referenced assembly in each line.
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

var (documentation, assembly) = (args[0], MetadataReference.CreateFromFile(args[1]));
var compilation = CSharpCompilation.Create("user", references: File.ReadLines(args[2]).Select(path => MetadataReference.CreateFromFile(path)).Append(assembly));
var own = compilation.GetAssemblyOrModuleSymbol(assembly);
var page = XDocument.Load(documentation, LoadOptions.PreserveWhitespace);
foreach (var hidden in page.Descendants("member").Where(member => !IsReachable((string)member.Attribute("name")!)).ToList())
{
    (hidden.NextNode as XText)?.Remove();
    hidden.Remove();
}

page.Save(documentation, SaveOptions.DisableFormatting);

bool IsReachable(string id) => DocumentationCommentId.GetSymbolsForDeclarationId(id, compilation)
    .Any(symbol => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, own) && IsOpen(symbol));

static bool IsOpen(ISymbol symbol) => symbol is INamespaceSymbol
    || (symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal && IsOpen(symbol.ContainingSymbol));
