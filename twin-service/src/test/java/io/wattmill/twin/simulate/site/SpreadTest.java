// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wattmill.router.engine.Provenance;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

import java.util.List;

class SpreadTest {
    @Property
    void sharesOfAWholeSumToItForAnyNumberOfSeeds(
            @ForAll @Size(min = 1, max = 9) List<@DoubleRange(min = 0, max = 1) Double> busy) {
        Spread<Double> all = new Spread<>(busy, Provenance.FITTED, "test");
        double sum = all.of(one -> one).value() + all.of(one -> 1 - one).value();
        assertEquals(1, sum, 1e-12);
    }
}
