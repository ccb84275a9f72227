// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.agent.device.DeviceFacts;
import io.wattmill.agent.device.DevicePart;
import io.wattmill.agent.device.DeviceProcess;
import io.wattmill.agent.device.DeviceProcesses;
import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.PowerBasis;
import io.wattmill.agent.inference.DeviceClaim;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
                DeviceClaim.WholeNode.class,
                new DeviceMatch(List.of(device("g")), DeviceProcesses.UNSAID).claim());
        assertInstanceOf(DeviceClaim.Unknown.class, match().claim());
    }

    @Test
    void doesNotTakeANodeWhoseDevicesAreNotKnownForOneOfNone() {
        DeviceMatch match = new DeviceMatch(List.of(), DeviceProcesses.UNSAID);

        assertInstanceOf(DeviceClaim.Unknown.class, match.claim());
        DeviceClaim claim = match.claim(Set.of(1L), Optional.empty(), 1);
        assertEquals("no device of this node is known", claim.text());
    }

    @Test
    void doesNotTakeAPartOfTheDriversAnswerForAll() {
        DeviceMatch match = unfinished(process("GPU-b2", 71), process("GPU-b3", 72));

        DeviceClaim claim = match.claim(Set.of(71L, 72L), Optional.empty(), 3);

        assertInstanceOf(DeviceClaim.Unknown.class, claim);
        assertFalse(match.isSettled(Set.of(71L, 72L), 3));
    }

    @Test
    void goesByAPartOfTheAnswerThatNamesAsManyAsAreNeeded() {
        DeviceMatch match = unfinished(process("GPU-b2", 71), process("GPU-b3", 72));

        DeviceClaim.These these = these(match.claim(Set.of(71L, 72L), Optional.empty(), 2));

        assertEquals(List.of("GPU-b2", "GPU-b3"), these.deviceIds());
        assertTrue(match.isSettled(Set.of(71L, 72L), 2));
        assertTrue(match().isSettled(Set.of(71L), 3), "it has said that there is nobody");
    }

    @Test
    void claimsTheDeviceOfTheInstanceThatAnEngineRunsOn() {
        for (DeviceClaim claim :
                List.of(
                        divided(process("MIG-x", 7)).claim(Set.of(7L), Optional.empty(), 1),
                        divided().claim(Set.of(7L), Optional.of("MIG-x"), 1))) {
            assertEquals(List.of("GPU-a1"), these(claim).deviceIds());
            assertTrue(claim.text().endsWith("; MIG-x of GPU-a1"), claim.text());
        }
        DeviceClaim both =
                divided(process("MIG-x", 7), process("MIG-y", 8))
                        .claim(Set.of(7L, 8L), Optional.empty(), 2);
        assertEquals(List.of("GPU-a1"), these(both).deviceIds());
    }

    @Test
    void claimsTheDeviceOfTheInstanceThatTheOperatorNames() {
        DeviceClaim.These these =
                these(divided().configured(List.of("MIG-x", "GPU-b2")).orElseThrow());

        assertEquals(List.of("GPU-a1", "GPU-b2"), these.deviceIds());
        assertEquals("configured; MIG-x of GPU-a1", these.text());
        assertEquals(
                Optional.empty(),
                divided().configured(List.of("MIG-z", "GPU-b2")),
                "what nobody knows says nothing new");
    }

    @Test
    void countsAsTheDriverDoesWhenADeviceIsLost() {
        List<DeviceReading> devices =
                List.of(device("GPU-b", 1), device("GPU-c", 2), device("GPU-a", 0));
        DeviceMatch match = new DeviceMatch(devices, DeviceProcesses.all(List.of()));

        DeviceClaim.These these = these(match.claim(Set.of(1L), Optional.of("1,0"), 2));

        assertEquals(List.of("GPU-b", "GPU-a"), these.deviceIds());
    }

    private static DeviceMatch unfinished(DeviceProcess... processes) {
        return new DeviceMatch(match().devices(), new DeviceProcesses(List.of(processes), false));
    }

    /** One device in two parts, and another. */
    private static DeviceMatch divided(DeviceProcess... processes) {
        List<DevicePart> parts =
                List.of(new DevicePart("MIG-x", 1, 0, 0), new DevicePart("MIG-y", 2, 0, 0));
        DeviceFacts facts = new DeviceFacts("", PowerBasis.UNSAID, parts);
        return new DeviceMatch(
                List.of(device("GPU-a1", facts), device("GPU-b2")),
                DeviceProcesses.all(List.of(processes)));
    }

    private static DeviceReading device(String id) {
        return device(id, DeviceFacts.NONE);
    }

    private static DeviceReading device(String id, int number) {
        return device(
                id, new DeviceFacts("", PowerBasis.UNSAID, List.of(), OptionalInt.of(number)));
    }

    private static DeviceReading device(String id, DeviceFacts facts) {
        return new DeviceReading(id, "", Map.of(), facts, Map.of(), Optional.empty());
    }

    private static List<String> seen(String visible, int gpus) {
        return these(match().claim(Set.of(1L), Optional.of(visible), gpus)).deviceIds();
    }

    private static DeviceClaim.These these(DeviceClaim claim) {
        return assertInstanceOf(DeviceClaim.These.class, claim);
    }

    private static DeviceMatch match(DeviceProcess... processes) {
        return new DeviceMatch(
                FOUR.stream().map(DeviceMatchTest::device).toList(),
                DeviceProcesses.all(List.of(processes)));
    }

    private static DeviceProcess process(String device, long pid) {
        return new DeviceProcess(device, pid, 0);
    }
}
