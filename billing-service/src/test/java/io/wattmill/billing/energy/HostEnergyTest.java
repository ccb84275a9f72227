// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.energy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.Meters;
import io.wattmill.billing.Records;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** A host that has no device, one engine, and a meter of its own that shows 80 W. */
final class HostEnergyTest {

    private static final long S = 1_000_000L;
    private static final long WATTS = 80;

    private final BillingWorld world = BillingWorld.start();
    private final long t0 = world.clock.nowUs();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theRequestsOfItsEngineHaveTheHostsEnergyAndNoOther() {
        meter(6);
        world.settle(
                Records.batch(Records.record(1, t0 + S + 300_000), Records.record(2, t0 + 2 * S)));
        world.settle(Records.watermark(t0 + 10 * S));
        Await.until(
                () ->
                        world.number("SELECT count(*) FROM cost_due") == 0
                                && world.number("SELECT count(*) FROM energy_attribution") == 6,
                "six windows are attributed and costed");
        JsonNode energy = energy(1);
        assertEquals("measured", energy.get("method").textValue(), energy.toPrettyString());
        // 80 J of the second that it has to itself, half of the next, and 3 of 13 parts of the
        // third.
        BigDecimal joules = energy.get("energy_joules").decimalValue();
        assertEquals(0, new BigDecimal("138.461538").compareTo(joules), energy.toPrettyString());
        assertEquals(0, joules.compareTo(energy.at("/parts/host_joules").decimalValue()));
        assertEquals(6 * WATTS * S, net("host_uj"));
        assertEquals(0, net("gpu_nano"));
        assertEquals(
                0, world.number("SELECT sum(energy_uj) FROM energy_window"), "no device joules");
        assertTrue(net("electricity_nano") > 0);
        world.verify();
    }

    private void meter(int seconds) {
        for (int second = 0; second <= seconds; second++) {
            MeterReport.Builder report =
                    Meters.report(second + 1, t0 + second * S)
                            .addHosts(Meters.host(1_000 + second * WATTS * S));
            report.getEnginesBuilder(0).clearDeviceIds();
            world.report(List.of(report.build()))
                    .forEach(ack -> assertEquals("", ack.getRefusedReason()));
            world.clock.advance(Duration.ofSeconds(1));
        }
    }

    private JsonNode energy(int n) {
        return world.get("/v1/requests/" + Records.id(n), BillingWorld.admin())
                .json()
                .get("energy");
    }

    private long net(String column) {
        return world.number("SELECT coalesce(sum(sign * %s), 0) FROM cost_line".formatted(column));
    }
}
