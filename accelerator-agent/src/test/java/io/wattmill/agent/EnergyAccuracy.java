// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.DeviceScan;
import io.wattmill.agent.device.Quantity;
import io.wattmill.agent.nvml.Nvml;
import io.wattmill.agent.nvml.NvmlConfig;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * How far a GPU's energy counter and the integral of its power agree, and what the looks cost: a
 * line per GPU. Read-only. Arguments: the driver library, looks a second, seconds, seed.
 */
final class EnergyAccuracy {

    private static final double NANOS = 1e9;
    private static final double MICROS = 1e6;

    /** One GPU over the time. */
    private static final class Account {
        private long firstUj = -1;
        private long lastUj;
        private double integralJ;
        private long lastNanos;
        private long lastMw;
        private int steps;

        void add(DeviceReading reading, long atNanos) {
            long mw = reading.orZero(Quantity.POWER_MW);
            long uj = reading.orZero(Quantity.ENERGY_UJ);
            if (firstUj < 0) {
                firstUj = uj;
            } else {
                integralJ += (mw + lastMw) / 2_000.0 * ((atNanos - lastNanos) / NANOS);
                steps += uj == lastUj ? 0 : 1;
            }
            lastUj = uj;
            lastMw = mw;
            lastNanos = atNanos;
        }

        String text(String device, double seconds) {
            double counterJ = (lastUj - firstUj) / MICROS;
            return ("%s: counter %.2f J, integral %.2f J (%+.2f %%), mean %.1f W,"
                            + " counter moved %d times")
                    .formatted(
                            device,
                            counterJ,
                            integralJ,
                            (integralJ / counterJ - 1) * 100,
                            counterJ / seconds,
                            steps);
        }
    }

    private EnergyAccuracy() {}

    /** Prints a line per GPU. */
    public static void main(String[] arguments) throws Exception {
        NvmlConfig config = Configuration.defaults(NvmlConfig.class).loading(arguments[0]);
        double periodNanos = NANOS / Double.parseDouble(arguments[1]);
        long seconds = Long.parseLong(arguments[2]);
        SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[3]));
        Map<String, Account> accounts = new TreeMap<>();
        try (Nvml nvml =
                new Nvml(config, 0, new SimpleMeterRegistry(), Clock.system(), Ticker.system())) {
            long began = System.nanoTime();
            long spentNanos = 0;
            int looks = 0;
            while (System.nanoTime() - began < seconds * NANOS) {
                long before = System.nanoTime();
                DeviceScan scan = nvml.devices().scan().toCompletableFuture().join();
                spentNanos += System.nanoTime() - before;
                looks++;
                if (scan instanceof DeviceScan.Seen seen) {
                    for (DeviceReading device : seen.devices()) {
                        accounts.computeIfAbsent(device.deviceId(), _ -> new Account())
                                .add(device, seen.atNanos());
                    }
                }
                Thread.sleep((long) (periodNanos * (0.9 + random.nextDouble() / 5) / MICROS));
            }
            double took = (System.nanoTime() - began) / NANOS;
            accounts.forEach((device, account) -> System.out.println(account.text(device, took)));
            System.out.printf("%d looks, %.0f us each%n", looks, spentNanos / 1e3 / looks);
        }
    }
}
