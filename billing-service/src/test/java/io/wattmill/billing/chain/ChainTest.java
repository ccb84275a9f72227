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

    private static Block block(long number, Hash previous) {
        return new Block(number, 1, 42, 100, 200, 3, 17, Hash.parse(EMPTY_TEXT), previous, 5);
    }
}
