// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.agent.device.DeviceProcess;
import io.wattmill.agent.inference.DeviceClaim;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.Set;

class DeviceMatchTest {

    private static final List<String> FOUR = List.of("GPU-a1", "GPU-b2", "GPU-b3", "GPU-c4");

    @Test
    void goesByTheDriversProcesses() {
        DeviceMatch match =
                match(process("GPU-b2", 71), process("GPU-c4", 72), process("GPU-a1", 9));

        DeviceClaim.These these = these(match.claim(Set.of(70L, 71L, 72L), Optional.empty(), 2));

        assertEquals(List.of("GPU-b2", "GPU-c4"), these.deviceIds());
        assertEquals("the driver's processes", these.text());
    }

    @Test
    void saysWhenAGroupIsNotAsLargeAsItShouldBe() {
        DeviceMatch match = match(process("GPU-b2", 71));

        DeviceClaim.These these = these(match.claim(Set.of(71L), Optional.empty(), 4));

        assertEquals(List.of("GPU-b2"), these.deviceIds());
        assertTrue(these.text().contains("needs 4, and has 1"), these.text());
    }

    @Test
    void elseByWhatTheEngineMaySee() {
        assertEquals(List.of("GPU-b2", "GPU-a1"), seen("1,0", 2));
        assertEquals(List.of("GPU-c4"), seen("GPU-c4", 1));
        assertEquals(List.of("GPU-c4"), seen(" GPU-c ", 1));
        assertEquals(List.of(), seen("", 1));
        assertEquals(List.of(), seen("-1", 1));
        assertEquals(List.of("GPU-a1"), seen("0,-1,2", 1));
    }

    @Test
    void doesNotGuessWhatAnEngineMaySee() {
        for (String visible : List.of("4", "GPU-b", "MIG-x", "0,seven")) {
            DeviceClaim claim = match().claim(Set.of(1L), Optional.of(visible), 1);
            assertInstanceOf(DeviceClaim.Unknown.class, claim, visible);
        }
    }

    @Test
    void elseItIsAllWhenItNeedsThatMany() {
        assertInstanceOf(
                DeviceClaim.WholeNode.class, match().claim(Set.of(1L), Optional.empty(), 4));
    }

    @Test
    void elseNobodyCanTell() {
        DeviceClaim claim = match().claim(Set.of(1L), Optional.empty(), 2);

        assertInstanceOf(DeviceClaim.Unknown.class, claim);
        assertTrue(claim.text().startsWith("it needs 2 of 4 devices"), claim.text());
    }

    @Test
    void ofABarePortItKnowsOnlyTheOneDeviceOfANode() {
        assertInstanceOf(
                DeviceClaim.WholeNode.class, new DeviceMatch(List.of("g"), List.of()).claim());
        assertInstanceOf(DeviceClaim.Unknown.class, match().claim());
    }

    private static List<String> seen(String visible, int gpus) {
        return these(match().claim(Set.of(1L), Optional.of(visible), gpus)).deviceIds();
    }

    private static DeviceClaim.These these(DeviceClaim claim) {
        return assertInstanceOf(DeviceClaim.These.class, claim);
    }

    private static DeviceMatch match(DeviceProcess... processes) {
        return new DeviceMatch(FOUR, List.of(processes));
    }

    private static DeviceProcess process(String device, long pid) {
        return new DeviceProcess(device, pid, 0);
    }
}
