// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.kmsg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

import java.util.Optional;

class XidLineTest {

    private static XidLine line(String text) {
        return XidLine.parse(text).orElseThrow(() -> new AssertionError("no XID in " + text));
    }

    @Example
    void readsARecordOfTheKernelsLog() {
        String given =
                "4,9231,887312765,-;NVRM: Xid (PCI:0000:3b:00): 79, pid='<unknown>',"
                        + " name=<unknown>, GPU has fallen off the bus.\n SUBSYSTEM=pci\n";
        KernelRecord record = KernelRecord.parse(given).orElseThrow();

        assertTrue(record.isKernels());
        assertEquals(9_231, record.sequence());
        assertEquals(887_312_765, record.sinceBootUs());
        XidLine xid = line(record.text());
        assertEquals("0000:3b:00", xid.busId());
        assertEquals(79, xid.xid());
        assertEquals(-1, xid.recoveryAction());
        assertTrue(xid.detail().endsWith("GPU has fallen off the bus."));
    }

    @Example
    void knowsTheSpellingsOfOldAndNewDrivers() {
        assertEquals("0000:3b:00", line("NVRM: Xid (0000:3b:00): 31, Ch 00000010").busId());
        assertEquals("0018:01:00", line("NVRM: Xid (PCI:0018:01:00.0): 149, x").busId());
        assertEquals("0000:3b:00", BusId.canonical("00000000:3B:00.0"));
        assertEquals("0000:03:00", BusId.canonical("3:0.0"));
        assertEquals("no address", BusId.canonical("No Address"));
    }

    @Example
    void readsTheNewRecoveryAction() {
        String asked =
                "NVRM: Xid (PCI:0000:01:00): 154, GPU recovery action changed from 0x0 (None) to"
                        + " 0x1 (GPU Reset Required)";
        assertEquals(1, line(asked).recoveryAction());
        String gone =
                "NVRM: Xid (PCI:0000:01:00): 154, GPU recovery action changed from 0x1 (GPU Reset"
                        + " Required) to 0x0 (None)";
        assertEquals(0, line(gone).recoveryAction());
        assertEquals(-1, line("NVRM: Xid (PCI:0000:01:00): 154, changed").recoveryAction());
    }

    @Example
    void saysWhoWroteARecord() {
        KernelRecord forged =
                KernelRecord.parse("12,7,1,-;NVRM: Xid (PCI:0000:3b:00): 79, forged").orElseThrow();
        assertFalse(forged.isKernels());
    }

    @Example
    void overlooksWhatIsAboutSomethingElse() {
        assertEquals(Optional.empty(), XidLine.parse("NVRM: loading NVIDIA UNIX Open Kernel"));
        assertEquals(
                Optional.empty(),
                XidLine.parse("nvidia-nvswitch3: SXid (PCI:0000:c1:00.0): 20034, Fatal"));
        assertEquals(
                Optional.empty(),
                XidLine.parse("a line that quotes NVRM: Xid (PCI:0000:3b:00): 79, x"));
        assertEquals(Optional.empty(), KernelRecord.parse(" SUBSYSTEM=pci"));
        assertEquals(Optional.empty(), KernelRecord.parse(""));
    }

    @Property(tries = 500)
    void neverFailsWhateverTheLogHolds(
            @ForAll @StringLength(max = 300) @CharRange(from = 0, to = 255) String noise) {
        KernelRecord.parse(noise).ifPresent(record -> assertTrue(record.sequence() >= 0));
        KernelRecord.parse("4,1,1,-;" + noise)
                .flatMap(record -> XidLine.parse(record.text()))
                .ifPresent(xid -> assertTrue(xid.xid() >= 0));
        XidLine.parse("NVRM: Xid (PCI:" + noise).ifPresent(xid -> assertTrue(xid.xid() >= 0));
        XidLine.parse("NVRM: Xid (PCI:0000:3b:00): 154," + noise)
                .ifPresent(xid -> assertTrue(xid.detail().length() <= XidLine.MAX_DETAIL));
    }
}
