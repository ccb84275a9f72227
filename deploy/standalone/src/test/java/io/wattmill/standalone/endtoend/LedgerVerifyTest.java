// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.standalone.ledger.AckFile;
import io.wattmill.standalone.ledger.LedgerVerdict;
import io.wattmill.standalone.ledger.LedgerVerification;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** What `ledger verify` asks, of a running suite. */
@ExtendWith(SharedSuite.class)
class LedgerVerifyTest {
    private static final int MORE_THAN_ARE_LOOKED_UP_AT_ONCE = 105;

    private final LiveSuite suite;
    private final Path file;

    LedgerVerifyTest(LiveSuite suite, @TempDir Path folder) {
        this.suite = suite;
        this.file = folder.resolve("acks.txt");
    }

    @Test
    void findsEveryRequestThatWasAnswered() throws Exception {
        var verdict = verify(asked(), Patience.LIMIT);
        assertTrue(verdict.holds(), () -> String.join("\n", verdict.lines()));
        assertEquals(MORE_THAN_ARE_LOOKED_UP_AT_ONCE, verdict.acks().ids().size());
    }

    @Test
    void missesARequestThatNeverWas() throws Exception {
        var never = new UUID(0x0199_f8f0_0000_7000L, 0x8000_0000_0000_0001L);
        var verdict = verify(List.of(never.toString()), Duration.ZERO);
        assertFalse(verdict.holds());
        assertEquals(List.of(never), verdict.missing());
    }

    @Test
    void saysWhenTheKeyIsNoAdmins() throws Exception {
        var acks = AckFile.read(Files.writeString(file, ""));
        var refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                LedgerVerification.of(
                                        suite.url(),
                                        suite.keys().developer(),
                                        acks,
                                        Duration.ZERO,
                                        _ -> {}));
        assertTrue(String.valueOf(refused.getMessage()).contains("403"), refused::toString);
    }

    private List<String> asked() {
        var ids = new ArrayList<String>();
        IntStream.range(0, MORE_THAN_ARE_LOOKED_UP_AT_ONCE)
                .mapToObj(n -> suite.developer().chat(Api.MODEL, "ack " + n, 1))
                .map(reply -> reply.headers().firstValue("x-request-id").orElseThrow())
                .forEach(ids::add);
        return ids;
    }

    private LedgerVerdict verify(List<String> ids, Duration patience) throws Exception {
        var acks = AckFile.read(Files.write(file, ids));
        return LedgerVerification.of(suite.url(), suite.keys().admin(), acks, patience, _ -> {});
    }
}
