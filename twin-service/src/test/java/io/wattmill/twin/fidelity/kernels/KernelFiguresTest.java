// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wattmill.router.engine.KernelTable;
import io.wattmill.twin.fidelity.data.PublicData;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The shipped kernel figures are the program's. Skips, saying so, without the public data. */
class KernelFiguresTest {

    @Test
    void theMeasuredLinesThatAreShippedAreTheProgramsOutput() throws IOException {
        assumeTrue(PublicData.folder().isPresent(), "WATTMILL_DATA is not set: no kernels to read");
        assertEquals(KernelFigures.lines(), shipped());
    }

    private static List<String> shipped() throws IOException {
        try (InputStream file = KernelTable.class.getResourceAsStream("kernels.csv")) {
            byte[] bytes = Objects.requireNonNull(file).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.endsWith(",measured"))
                    .toList();
        }
    }
}
