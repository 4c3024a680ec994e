namespace CgLicense.Protocol;

/// <summary>Just the credential fields of a body, read before anyone looks at the rest of it.</summary>
public sealed class Credentials : MarketplaceRequest;
