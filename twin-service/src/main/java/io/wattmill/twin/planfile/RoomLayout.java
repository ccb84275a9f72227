// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import io.wattmill.twin.plan.given.Given;
import io.wattmill.twin.plan.room.Floor;
import io.wattmill.twin.plan.room.Network;
import io.wattmill.twin.plan.room.Network.Fabric;
import io.wattmill.twin.plan.room.NodeGroup;
import io.wattmill.twin.plan.room.NodeType;
import io.wattmill.twin.plan.room.NodeType.Host;
import io.wattmill.twin.plan.room.NodeType.Links;
import io.wattmill.twin.plan.room.Rack;

/** The keys of racks, nodes, floor and network. */
final class RoomLayout {
    private static final long MAX_RACK_KW = 10_000;
    private static final Range RACK = Range.kilowatts(MAX_RACK_KW);
    private static final Range HOST = new Range("kW", 1_000, 0, MAX_RACK_KW * 1_000);
    private static final Range MASS = Range.whole("kg", 1, 100_000);
    private static final Range UNITS = Range.whole("U", 1, 100);
    private static final Range GPUS = Range.whole("GPUs", 1, 1_024);
    private static final Range FOOTPRINT = new Range("m2", 10_000, 1_000, 1_000_000);
    private static final Range AREA = new Range("m2", 10_000, 10_000, 10_000_000_000L);
    private static final Range BEARS = Range.whole("kg/m2", 1, 1_000_000);
    private static final Range CELSIUS = Range.real("degrees Celsius", 5, 80);
    private static final Range PORTS = Range.whole("ports", 0, 4_096);
    private static final Range PORT_SPEED = Range.real("Gb/s", 1, 10_000);

    private RoomLayout() {}

    static Rack rack(Section in) {
        return new Rack(
                in.id(Key.must("id", "Name of the rack")),
                in.names(Key.must("fed-by", "Breakers, busways or PDUs that share its load")),
                in.number(Key.may("rated-kw", "Power and heat that the position takes"), RACK),
                Layouts.each(in, Key.may("nodes", "What stands in it"), RoomLayout::nodeGroup),
                in.names(Key.may("cdus", "Coolant units that share its heat")),
                in.number(Key.may("mass-kg", "With all that stands in it"), MASS),
                in.number(Key.may("footprint-m2", "Floor that bears it"), FOOTPRINT),
                in.countIfGiven(Key.may("units", "Its height"), UNITS));
    }

    private static NodeGroup nodeGroup(Section in) {
        return new NodeGroup(
                in.id(Key.must("type", "Name under node-types")),
                in.count(
                        Key.must("count", "How many stand in this rack"),
                        Range.whole("nodes", 1, 1_000)));
    }

    static NodeType nodeType(String name, Section in) {
        var gpu = in.id(Key.must("gpu", "GPU as the catalogue names it: " + Catalogue.gpus()));
        if (!gpu.isEmpty() && !Catalogue.knowsGpu(gpu)) {
            var known = Catalogue.gpus();
            var fix = "name one of " + known + Nearest.hint(gpu, known);
            in.problem("gpu", gpu, "is not in the catalogue", fix);
        }
        int gpus = in.count(Key.must("gpus", "GPUs of one node"), GPUS);
        return new NodeType(
                name,
                gpu,
                gpus,
                in.number(Key.may("max-kw", "Highest continuous draw of the whole node"), RACK),
                in.numberOr(
                        Key.may("liquid-share", "Part of its heat that goes into the coolant"),
                        Range.share(),
                        0),
                host(in),
                links(in, gpus),
                in.moneyIfGiven(Key.may("price", "Of one node"), MoneyLayout.MONEY));
    }

    private static Host host(Section in) {
        return new Host(
                in.watts(
                        Key.may("host-idle-kw", "Without its GPUs, doing nothing"),
                        HOST,
                        Host.IDLE_WATTS),
                in.watts(
                        Key.may("host-max-kw", "Without its GPUs, at its most"),
                        HOST,
                        Host.MAX_WATTS),
                in.number(Key.may("nameplate-kw", "What its label says"), RACK),
                in.number(Key.may("mass-kg", "Of one node"), MASS),
                in.countIfGiven(Key.may("units", "Its height"), UNITS),
                in.real(Key.may("water-max-c", "Warmest coolant"), CELSIUS, Host.WATER_MAX_C),
                in.real(Key.may("air-max-c", "Warmest air"), CELSIUS, Host.AIR_MAX_C));
    }

    private static Links links(Section in, int gpus) {
        var domain = in.countIfGiven(Key.may("nvlink-gpus", "GPUs of one scale-up domain"), GPUS);
        return new Links(
                domain.isEmpty() ? Links.nodeWide(gpus) : Given.stated(domain.getAsInt()),
                in.real(
                        Key.may("nvlink-gb-per-s", "Scale-up per GPU and direction"),
                        Range.real("GB/s", 1, 100_000),
                        Links.NVLINK_GBPS),
                in.real(Key.may("nic-gbps", "Network per GPU"), PORT_SPEED, Links.NIC_GBPS));
    }

    static Floor floor(Section in) {
        return new Floor(
                in.number(Key.may("slab-kg-per-m2", "What the slab bears"), BEARS),
                in.number(Key.may("raised-kg-per-m2", "What the raised floor bears"), BEARS),
                in.number(Key.may("area-m2", "Of the room"), AREA));
    }

    static Network network(Section in) {
        return new Network(
                Layouts.oneIfGiven(
                        in, Key.may("fabric", "Leaf and spine switches"), RoomLayout::fabric),
                in.real(
                        Key.may("storage-gb-per-s", "What storage reads, whole site"),
                        Range.real("GB/s", 0.001, 1_000_000),
                        Network.STORAGE_GBPS));
    }

    private static Fabric fabric(Section in) {
        int ports = (int) in.numberOr(Key.may("leaf-ports", "Ports of one leaf"), PORTS, 64);
        int uplinks = (int) in.numberOr(Key.may("uplinks", "Of these, to spines"), PORTS, 0);
        if (uplinks >= ports) {
            in.problem(
                    "uplinks",
                    String.valueOf(uplinks),
                    "leaves no port of a leaf for nodes",
                    "give less than leaf-ports");
        }
        return new Fabric(
                (int) in.numberOr(Key.may("leaves", "Leaf switches"), PORTS, 1),
                ports,
                uplinks,
                in.numberOr(Key.may("port-gbps", "Speed of a port"), PORT_SPEED, 400_000_000)
                        / Section.MILLION,
                (int) in.numberOr(Key.may("spines", "Spine switches"), PORTS, 0),
                (int) in.numberOr(Key.may("spine-ports", "Ports of one spine"), PORTS, 0));
    }
}
