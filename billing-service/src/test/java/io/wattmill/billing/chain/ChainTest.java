// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

final class ChainTest {

    private static final String EMPTY_TEXT =
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Provide
    static Arbitrary<Optional<String>> values() {
        return Arbitraries.strings()
                .withChars('\t', '\n', '\r', '\\', 'N', 't', 'a', 'é', ' ')
                .ofMaxLength(6)
                .optional();
    }

    @Property
    void readsALineBack(
            @ForAll @Size(min = 1, max = 5)
                    List<@net.jqwik.api.From("values") Optional<String>> values) {
        Line line = new Line("transfer", values);
        assertFalse(line.text().contains("\n"));
        assertEquals(line, Line.parse(line.text()));
    }

    @Property
    void theTreeIsThatOfRfc6962(@ForAll @Size(max = 40) List<String> lines) {
        MerkleTree tree = new MerkleTree();
        lines.forEach(tree::add);
        assertEquals(recursive(lines), tree.root());
        assertEquals(lines.size(), tree.leaves());
    }

    /** The definition in section 2.1, word for word. */
    private static Hash recursive(List<String> lines) {
        if (lines.isEmpty()) {
            return Hash.parse(EMPTY_TEXT);
        }
        if (lines.size() == 1) {
            byte[] text = lines.getFirst().getBytes(StandardCharsets.UTF_8);
            return Hash.sha256(new byte[] {0}, text);
        }
        int half = Integer.highestOneBit(lines.size() - 1);
        return Hash.sha256(
                new byte[] {1},
                recursive(lines.subList(0, half)).bytes(),
                recursive(lines.subList(half, lines.size())).bytes());
    }

    @Example
    void aBlockIsTiedToTheOneBeforeAndSigned() {
        Block first = block(1, Hash.ZERO);
        Block second = block(2, first.hash());
        assertEquals(first.hash(), second.previous());
        assertNotEquals(first.hash(), second.hash());
        SigningKey key = SigningKey.of("07".repeat(32));
        VerifyingKey stored = VerifyingKey.of(key.verifyingKey().encoded());
        assertTrue(stored.signed(first, key.sign(first)));
        assertFalse(stored.signed(second, key.sign(first)));
        assertFalse(SigningKey.of("08".repeat(32)).verifyingKey().signed(first, key.sign(first)));
    }

    @Example
    void theSameSecretIsTheSameKeyAndNothingElseIsOne() {
        String seed = "4711".repeat(16);
        assertEquals(
                SigningKey.of(seed).verifyingKey().id(), SigningKey.of(seed).verifyingKey().id());
        assertThrows(IllegalArgumentException.class, () -> SigningKey.of("07"));
        assertThrows(IllegalArgumentException.class, () -> SigningKey.of("no hex"));
    }

    @Example
    void aVerifierSeesWhatWasChangedAndNothingElse() {
        String row = "booking\t1\tkept";
        assertEquals(new ChainVerifier.Verdict(2, 1, List.of(), 0), verdict(row, row, 1));
        assertEquals(
                List.of("block 1 has a row that was changed"),
                verdict(row, "booking\t1\tother", 1).named());
        assertEquals(
                List.of(
                        "block 1 has lines of format 9; this version reads format 1, a newer one"
                                + " may read both"),
                verdict(row, row, 9).named());
    }

    @Example
    void missesBlocksThatWereSeenBefore() {
        String row = "booking\t1";
        MerkleTree tree = new MerkleTree();
        tree.add(row);
        ChainVerifier setBack = new ChainVerifier(Optional.empty());
        setBack.remember(2, tree.root());
        setBack.remember(3, tree.root());
        assertEquals(
                List.of("block 3 was seen before and is missing"),
                verdict(setBack, row, row, 1).named());
        ChainVerifier other = new ChainVerifier(Optional.empty());
        other.remember(2, Hash.ZERO);
        assertEquals(
                List.of("block 2 is not the one that was seen before"),
                verdict(other, row, row, 1).named());
    }

    private static ChainVerifier.Verdict verdict(String sealedRow, String foundRow, int format) {
        return verdict(new ChainVerifier(Optional.empty()), sealedRow, foundRow, format);
    }

    /** Two blocks of one row each, and one row that is not sealed. */
    private static ChainVerifier.Verdict verdict(
            ChainVerifier verifier, String sealedRow, String foundRow, int format) {
        MerkleTree tree = new MerkleTree();
        tree.add(sealedRow);
        Hash previous = Hash.ZERO;
        for (int number = 1; number <= 2; number++) {
            int named = number == 1 ? format : 1;
            Block block = new Block(number, named, 42, 100, 200, 1, 1, tree.root(), previous, 5);
            verifier.block(new SealedBlock(block, block.hash(), Optional.empty()));
            verifier.row(number == 1 ? foundRow : sealedRow);
            previous = block.hash();
        }
        verifier.open();
        verifier.row(sealedRow);
        return verifier.verdict();
    }

    @Example
    void readsABlockBackFromItsLine() {
        SigningKey key = SigningKey.of("07".repeat(32));
        Block block = block(3, Hash.ZERO);
        SealedBlock signed =
                new SealedBlock(
                        block,
                        block.hash(),
                        Optional.of(
                                new SealedBlock.Seal(key.verifyingKey().id(), key.sign(block))));
        SealedBlock read = SealedBlock.parse(Line.parse(signed.line().text()));
        assertEquals(block, read.block());
        assertEquals(block.hash(), read.hash());
        assertTrue(key.verifyingKey().signed(block, read.seal().orElseThrow().signature()));
        assertThrows(
                IllegalArgumentException.class,
                () -> SealedBlock.parse(new Line(Layout.BLOCK, List.of())));
    }

    private static Block block(long number, Hash previous) {
        return new Block(number, 1, 42, 100, 200, 3, 17, Hash.parse(EMPTY_TEXT), previous, 5);
    }
}
