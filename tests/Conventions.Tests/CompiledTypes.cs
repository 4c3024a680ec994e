using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace CgLicense.Conventions.Tests;

/// <summary>A type as it was compiled, with the names of all types that its members mention.</summary>
/// <param name="IsStatic">Abstract and sealed, which is how C# compiles <c>static</c>.</param>
/// <param name="Mentions">Member name and the name of a type in its signature.</param>
/// <param name="MutableFields">Fields that are neither constant nor read-only.</param>
internal sealed record CompiledType(
    string Name, bool IsStatic, IReadOnlyList<(string Member, string Type)> Mentions, IReadOnlyList<string> MutableFields);

/// <summary>Reads metadata instead of loading the assembly: neither its framework nor its packages are needed here.</summary>
internal static class CompiledTypes
{
    public static IReadOnlyList<CompiledType> Of(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        return [.. metadata.TypeDefinitions.Select(handle => Read(metadata, metadata.GetTypeDefinition(handle)))];
    }

    private static CompiledType Read(MetadataReader metadata, TypeDefinition type)
    {
        var names = new SignatureNames();
        var mentions = new List<(string, string)>();
        var mutable = new List<string>();
        foreach (var field in type.GetFields().Select(metadata.GetFieldDefinition))
        {
            var name = metadata.GetString(field.Name);
            mentions.AddRange(field.DecodeSignature(names, null).Select(mentioned => (name, mentioned)));
            // The compiler's own caches of lambdas are written once.
            if ((field.Attributes & (FieldAttributes.InitOnly | FieldAttributes.Literal)) == 0 && !name.StartsWith('<'))
                mutable.Add(name);
        }

        foreach (var method in type.GetMethods().Select(metadata.GetMethodDefinition))
        {
            var name = metadata.GetString(method.Name);
            var signature = method.DecodeSignature(names, null);
            mentions.AddRange(signature.ParameterTypes.Append(signature.ReturnType).SelectMany(found => found).Select(found => (name, found)));
        }

        const TypeAttributes both = TypeAttributes.Abstract | TypeAttributes.Sealed;
        return new CompiledType(metadata.GetString(type.Name), (type.Attributes & both) == both, mentions, mutable);
    }

    /// <summary>A signature as the flat list of the type names in it.</summary>
    private sealed class SignatureNames : ISignatureTypeProvider<ImmutableArray<string>, object?>
    {
        public ImmutableArray<string> GetPrimitiveType(PrimitiveTypeCode typeCode) => [typeCode.ToString()];

        public ImmutableArray<string> GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
            [reader.GetString(reader.GetTypeDefinition(handle).Name)];

        public ImmutableArray<string> GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
            [reader.GetString(reader.GetTypeReference(handle).Name)];

        public ImmutableArray<string> GetTypeFromSpecification(
            MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

        public ImmutableArray<string> GetGenericInstantiation(
            ImmutableArray<string> genericType, ImmutableArray<ImmutableArray<string>> typeArguments) =>
            [.. genericType, .. typeArguments.SelectMany(argument => argument)];

        public ImmutableArray<string> GetArrayType(ImmutableArray<string> elementType, ArrayShape shape) => elementType;

        public ImmutableArray<string> GetSZArrayType(ImmutableArray<string> elementType) => elementType;

        public ImmutableArray<string> GetByReferenceType(ImmutableArray<string> elementType) => elementType;

        public ImmutableArray<string> GetPointerType(ImmutableArray<string> elementType) => elementType;

        public ImmutableArray<string> GetPinnedType(ImmutableArray<string> elementType) => elementType;

        public ImmutableArray<string> GetModifiedType(ImmutableArray<string> modifier, ImmutableArray<string> unmodifiedType, bool isRequired) =>
            unmodifiedType;

        public ImmutableArray<string> GetFunctionPointerType(MethodSignature<ImmutableArray<string>> signature) => ["delegate*"];

        public ImmutableArray<string> GetGenericMethodParameter(object? genericContext, int index) => [];

        public ImmutableArray<string> GetGenericTypeParameter(object? genericContext, int index) => [];
    }
}
