// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.chain;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A block as it was stored.
 *
 * @param hash what was stored as its hash; {@link Block#hash} says what it must be
 * @param seal who signed it, if it was signed
 */
public record SealedBlock(Block block, Hash hash, Optional<Seal> seal) {

    private static final TableLayout COLUMNS =
            TableLayout.of(
                    Layout.BLOCK,
                    "number format cluster from_xid to_xid bookings rows merkle_root previous hash"
                            + " sealed_at key_id signature");

    /** A signature and the key that made it. */
    public record Seal(Hash keyId, byte[] signature) {}

    /** The line of a dump. */
    public Line line() {
        Stream<Optional<String>> numbers =
                Stream.of(
                                block.number(),
                                block.format(),
                                block.cluster(),
                                block.fromXid(),
                                block.toXid(),
                                block.bookings(),
                                block.rows(),
                                block.merkleRoot(),
                                block.previous(),
                                hash,
                                block.sealedAtUs())
                        .map(value -> Optional.of(value.toString()));
        Stream<Optional<String>> signed =
                Stream.of(
                        seal.map(made -> made.keyId().toString()),
                        seal.map(made -> HexFormat.of().formatHex(made.signature())));
        return new Line(Layout.BLOCK, Stream.concat(numbers, signed).toList());
    }

    /**
     * What {@link #line} gave.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static SealedBlock parse(Line line) {
        return new SealedBlock(block(line), Hash.parse(text(line, "hash")), seal(line));
    }

    private static Block block(Line line) {
        return new Block(
                number(line, "number"),
                Math.toIntExact(number(line, "format")),
                number(line, "cluster"),
                number(line, "from_xid"),
                number(line, "to_xid"),
                number(line, "bookings"),
                number(line, "rows"),
                Hash.parse(text(line, "merkle_root")),
                Hash.parse(text(line, "previous")),
                number(line, "sealed_at"));
    }

    private static Optional<Seal> seal(Line line) {
        return value(line, "key_id")
                .map(
                        key ->
                                new Seal(
                                        Hash.parse(key),
                                        HexFormat.of().parseHex(text(line, "signature"))));
    }

    private static long number(Line line, String column) {
        return Long.parseLong(text(line, column));
    }

    private static String text(Line line, String column) {
        return value(line, column)
                .orElseThrow(() -> new IllegalArgumentException("a block without " + column));
    }

    private static Optional<String> value(Line line, String column) {
        List<Optional<String>> values = line.values();
        int at = COLUMNS.at(column);
        return at < values.size() ? values.get(at) : Optional.empty();
    }
}
