// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import static io.wattmill.standalone.board.Words.number;
import static io.wattmill.standalone.board.Words.percent;
import static io.wattmill.standalone.board.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** One host at this moment, from its agent's {@code /node}, in lines of at most 80 columns. */
public final class NodeText {

    /** Columns that the lines take at most. */
    public static final int WIDTH = 80;

    private static final String GPU = "%-4s%-17s%6s%6s%6s%10s%5s%7s%7s  %s";
    private static final String ENGINE = "%-17s%-9s%-7s%5s%6s%6s%7s%8s  %s";
    private static final int BAR = 10;
    private static final int PPM = 6;
    private static final int MILLI = 3;
    private static final int MICRO = 6;
    private static final int MIB_PER_GIB = 1024;

    private final JsonNode node;
    private final RowFilter filter;
    private final Lines lines;

    private NodeText(JsonNode node, RowFilter filter, int width, Ink ink) {
        this.node = node;
        this.filter = filter;
        this.lines = new Lines(Math.min(width, WIDTH), ink);
    }

    /**
     * The lines.
     *
     * @param node the agent's answer
     * @param filter which rows
     * @param width columns that a line may take
     */
    public static List<String> of(JsonNode node, RowFilter filter, int width, Ink ink) {
        return new NodeText(node, filter, width, ink).lines();
    }

    private List<String> lines() {
        head();
        sums();
        hosts();
        troubles();
        gpus();
        engines();
        return lines.list();
    }

    private void head() {
        String zone = text(node.path("zone"));
        String left =
                "wattmill agent top   %s%s   %s   router %s%s"
                        .formatted(
                                text(node.path("node")),
                                zone.isEmpty() ? "" : " (" + zone + ")",
                                text(node.path("standing")),
                                node.path("router_accepts").asBoolean() ? "✓" : "✗",
                                node.path("emulated").asBoolean() ? "   emulated" : "");
        lines.head(left, Words.clock(node.path("at_us").asLong()));
    }

    /** What cannot be summed because a part is missing is a dash; who is away makes nothing. */
    private void sums() {
        List<JsonNode> gpus = rows("devices", _ -> true);
        List<JsonNode> engines = rows("engines", NodeText::isReachable);
        JsonNode power = sum(gpus, "power_mw");
        JsonNode cap = sum(gpus, "power_cap_mw");
        JsonNode tokens = sum(engines, "tokens_per_second");
        JsonNode watts = sum(engines, "power_watts");
        lines.add(
                "%s GPUs   %s / %s W %s   tokens/s %s   tokens/J %s"
                        .formatted(
                                node.path("devices").size(),
                                number(scaled(power, MILLI)),
                                number(scaled(cap, MILLI)),
                                Words.bar(ratio(power, cap), BAR),
                                number(tokens),
                                number(ratio(tokens, watts))));
    }

    /** The host's own meters, since its agent began; no line where it has none. */
    private void hosts() {
        List<String> meters = new ArrayList<>();
        for (JsonNode host : node.path("hosts")) {
            String joules = Words.with(scaled(host.path("energy_uj"), MICRO), "J");
            meters.add(text(host.path("source")) + " " + joules);
        }
        if (!meters.isEmpty()) {
            lines.add("host   " + String.join("   ", meters));
        }
    }

    private void troubles() {
        trouble("device_trouble", "devices cannot be read: ");
        trouble("standing_reason", "takes no new work: ");
        trouble("router_trouble", "the router has not accepted this node: ");
        for (JsonNode gpu : rows("devices", gpu -> gpu.has("silence"))) {
            warn("GPU " + number(gpu.path("gpu")) + " says nothing: " + text(gpu.path("silence")));
        }
        for (JsonNode gpu : rows("devices", gpu -> gpu.has("health"))) {
            String health = "GPU %s is %s: ".formatted(number(gpu.path("gpu")), health(gpu));
            warn(health + text(gpu.path("health_reason")));
        }
        for (JsonNode engine : rows("engines", engine -> !isReachable(engine))) {
            warn(text(engine.path("id")) + ": " + text(engine.path("reason")));
        }
    }

    private void trouble(String field, String words) {
        String said = text(node.path(field));
        if (!said.isEmpty()) {
            warn(words + said);
        }
    }

    private void warn(String words) {
        lines.warn("! " + words);
    }

    private void gpus() {
        String heads =
                GPU.formatted(
                        "GPU", "MODEL", "W", "cap", "util", "memory", "°C", "tok/s", "tok/J",
                        "state");
        lines.section(heads);
        node.path("devices").forEach(this::gpu);
        if (node.path("devices").isEmpty()) {
            lines.add("none can be read; `wattmill agent probe` says what this host offers");
        }
    }

    private void gpu(JsonNode device) {
        String row =
                GPU.formatted(
                        number(device.path("gpu")),
                        Words.cut(model(device), 16),
                        number(scaled(device.path("power_mw"), MILLI)),
                        number(scaled(device.path("power_cap_mw"), MILLI)),
                        share(device.path("utilization_ppm")),
                        memory(device),
                        number(device.path("temperature_c")),
                        number(device.path("tokens_per_second")),
                        number(device.path("tokens_per_joule")),
                        state(device));
        if (filter.wants(row + text(device.path("id")))) {
            lines.add(row);
        }
    }

    /** The maker's name is the same on every line. */
    private static String model(JsonNode device) {
        return text(device.path("model")).replaceFirst("^NVIDIA ", "");
    }

    /** What is known against it goes before what slows it. */
    private static String state(JsonNode device) {
        String state = device.has("health") ? health(device) : text(device.path("state"));
        long xid = device.path("last_xid").asLong();
        return xid == 0 ? state : state + ", XID " + xid;
    }

    private static String health(JsonNode device) {
        return text(device.path("health"));
    }

    private static String memory(JsonNode device) {
        JsonNode used = device.path("memory_used_mib");
        JsonNode all = device.path("memory_mib");
        return used.isNumber() && all.isNumber()
                ? "%d/%d G"
                        .formatted(
                                Math.round(used.asDouble() / MIB_PER_GIB),
                                Math.round(all.asDouble() / MIB_PER_GIB))
                : Words.NOTHING;
    }

    private void engines() {
        String heads =
                ENGINE.formatted(
                        "ENGINE", "KIND", "GPUs", "run", "wait", "KV", "tok/s", "tok/J", "state");
        lines.section(heads);
        node.path("engines").forEach(this::engine);
        if (node.path("engines").isEmpty()) {
            lines.add("none");
        }
    }

    private void engine(JsonNode engine) {
        boolean reachable = isReachable(engine);
        String row =
                ENGINE.formatted(
                        Words.cut(text(engine.path("id")), 16),
                        text(engine.path("kind")),
                        gpus(engine),
                        number(engine.path("running")),
                        number(engine.path("waiting")),
                        share(engine.path("kv_used_ppm")),
                        number(engine.path("tokens_per_second")),
                        number(engine.path("tokens_per_joule")),
                        reachable ? models(engine) : "away");
        if (filter.wants(row) && filter.wantsModel(models(engine))) {
            lines.warnIf(!reachable, row);
            role(engine);
        }
    }

    /** What of a request it computes, where that is not all of it. */
    private void role(JsonNode engine) {
        String role = engine.path("role").asText("both");
        if (!role.equals("both")) {
            lines.add("  " + role + " only");
        }
    }

    private static String models(JsonNode engine) {
        List<String> names = new ArrayList<>();
        engine.path("models").forEach(name -> names.add(text(name)));
        return String.join(" ", names);
    }

    /** For example {@code 0-3} or {@code 0,2}. */
    private static String gpus(JsonNode engine) {
        List<Integer> all = new ArrayList<>();
        engine.path("gpus").forEach(gpu -> all.add(gpu.asInt()));
        if (all.isEmpty()) {
            return Words.NOTHING;
        }
        boolean row = all.getLast() - all.getFirst() == all.size() - 1;
        return row && all.size() > 1
                ? all.getFirst() + "-" + all.getLast()
                : String.join(",", all.stream().map(String::valueOf).toList());
    }

    private List<JsonNode> rows(String table, Predicate<JsonNode> wanted) {
        return StreamSupport.stream(node.path(table).spliterator(), false).filter(wanted).toList();
    }

    private static boolean isReachable(JsonNode engine) {
        return engine.path("reachable").asBoolean();
    }

    private static JsonNode sum(List<JsonNode> rows, String field) {
        List<JsonNode> values = rows.stream().map(row -> row.path(field)).toList();
        boolean known = !values.isEmpty() && values.stream().allMatch(JsonNode::isNumber);
        return known
                ? DecimalNode.valueOf(
                        values.stream()
                                .map(JsonNode::decimalValue)
                                .reduce(BigDecimal.ZERO, BigDecimal::add))
                : MissingNode.getInstance();
    }

    /** In whole percent. */
    private static String share(JsonNode ppm) {
        return ppm.isNumber()
                ? percent(
                        DecimalNode.valueOf(
                                ppm.decimalValue()
                                        .movePointLeft(PPM)
                                        .setScale(2, RoundingMode.HALF_EVEN)))
                : Words.NOTHING;
    }

    private static JsonNode scaled(JsonNode value, int digits) {
        return value.isNumber()
                ? DecimalNode.valueOf(value.decimalValue().movePointLeft(digits))
                : value;
    }

    private static JsonNode ratio(JsonNode part, JsonNode whole) {
        return part.isNumber() && whole.isNumber() && whole.asDouble() > 0
                ? DecimalNode.valueOf(BigDecimal.valueOf(part.asDouble() / whole.asDouble()))
                : MissingNode.getInstance();
    }
}
