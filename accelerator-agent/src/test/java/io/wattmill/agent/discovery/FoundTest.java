// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.discovery;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.agent.inference.DeviceClaim;
import io.wattmill.agent.inference.EngineConfig;
import io.wattmill.agent.inference.EngineKind;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.List;
import java.util.OptionalLong;

class FoundTest {

    private static final DeviceClaim EIGHT = new DeviceClaim.These(List.of("a", "b"), "all said");
    private static final DeviceClaim SEVEN = new DeviceClaim.These(List.of("a"), "one is silent");
    private static final DeviceClaim UNKNOWN = new DeviceClaim.Unknown("none said");

    @Test
    void whatIsKnownStandsWhileTheDriverIsSilent() {
        assertFalse(found(SEVEN, 7, false).overrules(found(EIGHT, 7, true)));
        assertFalse(found(UNKNOWN, 7, false).overrules(found(EIGHT, 7, true)));
    }

    @Test
    void whatTheDriverSaysForEveryDeviceIsTaken() {
        assertTrue(found(SEVEN, 7, true).overrules(found(EIGHT, 7, true)));
    }

    @Test
    void anotherProcessHasNoClaimYet() {
        assertTrue(found(UNKNOWN, 8, false).overrules(found(EIGHT, 7, true)));
    }

    @Test
    void anythingIsMoreThanNothing() {
        assertTrue(found(SEVEN, 7, false).overrules(found(UNKNOWN, 7, false)));
    }

    private static Found found(DeviceClaim claim, long pid, boolean settled) {
        EngineConfig engine =
                new EngineConfig(
                        "e", URI.create("http://h:1"), EngineKind.VLLM, "", List.of(), 2, 1);
        return new Found(engine, claim, "pid " + pid, OptionalLong.of(pid), settled);
    }
}
