using CgLicense.Server.Audit;

namespace CgLicense.Server.Http;

/// <summary>A body whose sender is known.</summary>
/// <param name="By">Who sent it.</param>
/// <param name="Bytes">As it came.</param>
internal sealed record SignedBody(Actor By, byte[] Bytes, IHeaderDictionary Headers);
