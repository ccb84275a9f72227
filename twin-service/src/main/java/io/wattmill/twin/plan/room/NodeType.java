// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.room;

import io.wattmill.twin.plan.given.Given;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A kind of node.
 *
 * @param name name within the plan
 * @param gpu GPU type as the engine catalogue names it, for example {@code h100-sxm}
 * @param gpus how many GPUs one node holds
 * @param maxWatts highest continuous draw of the whole node at its inlets; empty when the plan does
 *     not say
 * @param liquidPpm share of its heat that goes into liquid, in millionths; 0 = cooled by air alone
 * @param host what it draws and how big it is beside its GPUs
 * @param links how its GPUs reach each other and the network
 * @param price of one node; empty when the plan does not say
 */
public record NodeType(
        String name,
        String gpu,
        int gpus,
        OptionalLong maxWatts,
        long liquidPpm,
        Host host,
        Links links,
        Optional<BigDecimal> price) {

    /** A node type of which the plan gives GPUs, power and heat alone. */
    public NodeType(String name, String gpu, int gpus, OptionalLong maxWatts, long liquidPpm) {
        this(
                name,
                gpu,
                gpus,
                maxWatts,
                liquidPpm,
                Host.ASSUMED,
                Links.within(gpus),
                Optional.empty());
    }

    /** A node type that is cooled by air alone. */
    public NodeType(String name, String gpu, int gpus, OptionalLong maxWatts) {
        this(name, gpu, gpus, maxWatts, 0);
    }

    /**
     * A node beside its GPUs.
     *
     * @param idleWatts whole host without its GPUs, doing nothing
     * @param maxWatts whole host without its GPUs, at its most
     * @param nameplateWatts what its label says; empty when the plan does not say
     * @param massKg empty when the plan does not say
     * @param units height in rack units; empty when the plan does not say
     * @param waterMaxC warmest coolant that it takes
     * @param airMaxC warmest air that it takes
     */
    public record Host(
            Given<Double> idleWatts,
            Given<Double> maxWatts,
            OptionalLong nameplateWatts,
            OptionalLong massKg,
            OptionalInt units,
            Given<Double> waterMaxC,
            Given<Double> airMaxC) {
        /** Of a plan that does not say. */
        public static final Given<Double> IDLE_WATTS =
                Given.assumed(900.0, "two sockets, fans and NICs of an 8-GPU server");

        /** Of a plan that does not say: a B200 server's wall power less its GPUs' TGP. */
        public static final Given<Double> MAX_WATTS =
                Given.assumed(2_400.0, "MLPerf v5.1 B200x8: 10.4 kW at the wall, 8 x 1 kW TGP");

        /** Of a plan that does not say. */
        public static final Given<Double> WATER_MAX_C =
                Given.assumed(45.0, "ASHRAE W45, usual limit of cold plates");

        /** Of a plan that does not say. */
        public static final Given<Double> AIR_MAX_C = Given.assumed(35.0, "ASHRAE A2 inlet");

        /** Of a plan that says nothing of it. */
        public static final Host ASSUMED =
                new Host(
                        IDLE_WATTS,
                        MAX_WATTS,
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalInt.empty(),
                        WATER_MAX_C,
                        AIR_MAX_C);
    }

    /**
     * How GPUs reach each other and the network.
     *
     * @param nvlinkGpus GPUs of one scale-up domain; may exceed one node (NVL72: 72)
     * @param nvlinkGbps scale-up bandwidth per GPU and direction, gigabytes per second
     * @param nicGbps network bandwidth per GPU, gigabits per second
     */
    public record Links(
            Given<Integer> nvlinkGpus, Given<Double> nvlinkGbps, Given<Double> nicGbps) {
        /** Of a plan that does not say: NVLink 4. */
        public static final Given<Double> NVLINK_GBPS =
                Given.assumed(450.0, "NVLink 4, 450 GB/s per direction");

        /** Of a plan that does not say. */
        public static final Given<Double> NIC_GBPS =
                Given.assumed(400.0, "one 400 Gb/s port per GPU");

        /** A domain as large as the node. */
        public static Links within(int gpus) {
            return new Links(nodeWide(gpus), NVLINK_GBPS, NIC_GBPS);
        }

        /** Of a plan that does not say. */
        public static Given<Integer> nodeWide(int gpus) {
            return Given.assumed(gpus, "scale-up domain of one node");
        }
    }
}
