using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace CgLicense.Server.Tests.Countries;

/// <summary>Writes the smallest file of the MaxMind DB format, version 2.0, that says in which country each IPv4 network is.</summary>
internal static class GeoFile
{
    private const int RecordBits = 32;

    public static void Write(string file, params (string Network, string Country)[] known)
    {
        var nodes = new List<uint[]> { new uint[2] };
        var data = new List<byte>();
        foreach (var (text, country) in known)
        {
            var network = IPNetwork.Parse(text);
            var address = BinaryPrimitives.ReadUInt32BigEndian(network.BaseAddress.GetAddressBytes());
            var at = 0;
            for (var bit = 0; bit < network.PrefixLength - 1; bit++)
            {
                var side = address >> (31 - bit) & 1;
                if (nodes[at][side] == 0)
                {
                    nodes[at][side] = (uint)nodes.Count;
                    nodes.Add(new uint[2]);
                }

                at = (int)nodes[at][side];
            }

            // Where the data is can be said when the number of nodes is known.
            nodes[at][address >> (32 - network.PrefixLength) & 1] = 0x8000_0000 | (uint)data.Count;
            data.AddRange(Map(("country", Map(("iso_code", Text(country))))));
        }

        var bytes = new List<byte>();
        foreach (var record in nodes.SelectMany(node => node))
            bytes.AddRange(Big(record == 0 ? (uint)nodes.Count : record < 0x8000_0000 ? record : (uint)nodes.Count + 16 + (record & 0x7fff_ffff)));
        bytes.AddRange(new byte[16]);
        bytes.AddRange(data);
        bytes.AddRange([0xab, 0xcd, 0xef, .. "MaxMind.com"u8]);
        bytes.AddRange(Map(
            ("node_count", Number(6, (uint)nodes.Count)), ("record_size", Number(5, RecordBits)), ("ip_version", Number(5, 4)),
            ("database_type", Text("Test-Country")), ("languages", [0x00, 0x04]), ("binary_format_major_version", Number(5, 2)),
            ("binary_format_minor_version", Number(5, 0)), ("build_epoch", [0x04, 0x02, .. Big(1_700_000_000)]), ("description", Map())));
        File.WriteAllBytes(file, [.. bytes]);
    }

    private static byte[] Map(params (string Key, byte[] Value)[] members) =>
        [(byte)(7 << 5 | members.Length), .. members.SelectMany(member => Text(member.Key).Concat(member.Value))];

    private static byte[] Text(string text) => [(byte)(2 << 5 | text.Length), .. Encoding.UTF8.GetBytes(text)];

    /// <param name="type">5 for 16 bits, 6 for 32: both may be written in four bytes or fewer.</param>
    private static byte[] Number(int type, uint value) => type == 5
        ? [(byte)(type << 5 | 2), .. Big(value)[2..]]
        : [(byte)(type << 5 | 4), .. Big(value)];

    private static byte[] Big(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
