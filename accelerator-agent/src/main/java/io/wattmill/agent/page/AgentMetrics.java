// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.page;

import static java.math.BigDecimal.ONE;
import static java.math.BigDecimal.ZERO;

import io.wattmill.agent.device.HostReading;
import io.wattmill.agent.energy.EnergyReading;
import io.wattmill.agent.health.DeviceCondition;
import io.wattmill.agent.health.Fitness;
import io.wattmill.agent.inference.EngineLatency;
import io.wattmill.agent.inference.EngineReading;
import io.wattmill.agent.inference.Figure;
import io.wattmill.agent.rate.EngineRate;
import io.wattmill.agent.report.DeviceStatus;
import io.wattmill.agent.report.EngineStatus;
import io.wattmill.agent.report.Standing;
import io.wattmill.contract.common.v1.EnergyCoefficients;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/** What dcgm-exporter has no names for: meters, engines, tokens and joules, the node's standing. */
final class AgentMetrics {

    private static final int MICRO = 6;
    private static final int MILLI = 3;
    private static final String PREFIX = "wattmill_agent_";

    private final NodeFacts facts;
    private final MetricText text;

    private AgentMetrics(NodeFacts facts, MetricText text) {
        this.facts = facts;
        this.text = text;
    }

    static void write(MetricText text, NodeFacts facts) {
        AgentMetrics page = new AgentMetrics(facts, text);
        page.node();
        page.health();
        page.meters();
        page.hosts();
        page.load();
        page.totals();
        page.pace();
        page.latencies();
        page.coefficients();
    }

    private void node() {
        String node = MetricText.label("node", facts.picture().identity().nodeId());
        gauge("devices_readable", "1 while the devices of this node can be read.")
                .sample(node, one(facts.picture().deviceTrouble().isEmpty()));
        boolean draining = facts.picture().standing() instanceof Standing.Draining;
        gauge("draining", "1 while this node takes no new work.").sample(node, one(draining));
        gauge("router_accepts", "1 while the router has accepted this node.")
                .sample(node, one(facts.routerTrouble().isEmpty()));
    }

    private void health() {
        gauge("device_health", "1 with the state that the device is in.");
        for (DeviceStatus device : facts.picture().devices()) {
            Fitness fitness =
                    facts.condition(device).map(DeviceCondition::fitness).orElse(Fitness.HEALTHY);
            String state = MetricText.label("state", fitness.label());
            text.sample(DcgmMetric.labels(facts, device) + "," + state, one(true));
        }
    }

    private void meters() {
        counter("device_energy_joules_total", "The meter that is reported and billed by.");
        for (DeviceStatus device : facts.readable()) {
            device.energy()
                    .ifPresent(energy -> text.sample(labels(device, energy), joules(energy)));
        }
    }

    private void hosts() {
        counter("host_energy_joules_total", "The host's own meters, since this agent began.");
        String node = MetricText.label("node", facts.picture().identity().nodeId());
        for (HostReading host : facts.picture().hosts()) {
            String labels = node + "," + MetricText.label("source", host.source());
            text.sample(labels, BigDecimal.valueOf(host.energyUj(), MICRO));
        }
    }

    private String labels(DeviceStatus device, EnergyReading energy) {
        String source = energy.source().name().toLowerCase(Locale.ROOT);
        return DcgmMetric.labels(facts, device) + "," + MetricText.label("source", source);
    }

    private static BigDecimal joules(EnergyReading energy) {
        return BigDecimal.valueOf(energy.energyUj(), MICRO);
    }

    private void load() {
        gauge("engine_reachable", "1 while the engine answers.");
        facts.picture()
                .engines()
                .forEach(engine -> text.sample(labels(engine), one(engine.reachable())));
        gauge("engine_running", "Sequences in the batch.");
        readings(Figure.RUNNING, reading -> BigDecimal.valueOf(reading.running()));
        gauge("engine_waiting", "Sequences in the queue.");
        readings(Figure.WAITING, reading -> BigDecimal.valueOf(reading.waiting()));
        gauge("engine_kv_used_ratio", "Share of the KV cache in use.");
        readings(Figure.KV_USED, reading -> BigDecimal.valueOf(reading.kvUsedPpm(), MICRO));
    }

    private void totals() {
        counter("engine_prompt_tokens_total", "Prompt tokens taken, cached ones included.");
        readings(Figure.PROMPT_TOKENS, reading -> BigDecimal.valueOf(reading.promptTokens()));
        counter("engine_cached_tokens_total", "Prompt tokens found in the prefix cache.");
        readings(Figure.CACHED_TOKENS, reading -> BigDecimal.valueOf(reading.cachedTokens()));
        counter("engine_generated_tokens_total", "Tokens produced.");
        readings(Figure.GENERATED_TOKENS, reading -> BigDecimal.valueOf(reading.generatedTokens()));
    }

    private void pace() {
        gauge("engine_tokens_per_second", "Tokens produced per second, lately.");
        rates(rate -> Optional.of(rounded(rate.tokensPerSecond())));
        gauge("engine_prompt_tokens_per_second", "Prompt tokens taken per second, lately.");
        rates(rate -> rounded(rate.promptTokensPerSecond()));
        gauge("engine_power_watts", "Mean power of the engine's devices, lately.");
        rates(rate -> rounded(rate.watts()));
        gauge("engine_tokens_per_joule", "Tokens produced per joule of its devices, lately.");
        rates(rate -> rounded(rate.tokensPerJoule()));
    }

    private void latencies() {
        gauge("engine_time_to_first_token_seconds", "What callers waited for it, lately.");
        latencies("0.5", EngineLatency::ttftP50Us);
        latencies("0.99", EngineLatency::ttftP99Us);
        gauge("engine_time_per_output_token_seconds", "Between two tokens, lately.");
        latencies("0.5", EngineLatency::tpotP50Us);
        latencies("0.99", EngineLatency::tpotP99Us);
    }

    private void latencies(String quantile, Function<EngineLatency, OptionalLong> value) {
        for (EngineStatus engine : facts.picture().engines()) {
            String labels = labels(engine) + "," + MetricText.label("quantile", quantile);
            value.apply(engine.latency())
                    .ifPresent(us -> text.sample(labels, BigDecimal.valueOf(us, MICRO)));
        }
    }

    private void coefficients() {
        gauge("engine_prefill_joules_per_token", "Energy model: per prompt token computed.");
        models(model -> BigDecimal.valueOf(model.getPrefillUjPerToken(), MICRO));
        gauge("engine_decode_joules_per_token", "Energy model: per token produced.");
        models(model -> BigDecimal.valueOf(model.getDecodeUjPerToken(), MICRO));
        gauge("engine_base_power_watts", "Energy model: loaded, with nothing to do.");
        models(model -> BigDecimal.valueOf(model.getBasePowerMw(), MILLI));
    }

    private void readings(Figure figure, Function<EngineReading, BigDecimal> value) {
        for (EngineStatus engine : facts.picture().engines()) {
            engine.last()
                    .filter(reading -> engine.reachable() && reading.tells(figure))
                    .ifPresent(reading -> text.sample(labels(engine), value.apply(reading)));
        }
    }

    private void rates(Function<EngineRate, Optional<BigDecimal>> value) {
        for (EngineStatus engine : facts.picture().engines()) {
            facts.rate(engine)
                    .flatMap(value)
                    .ifPresent(figure -> text.sample(labels(engine), figure));
        }
    }

    private void models(Function<EnergyCoefficients, BigDecimal> value) {
        for (EngineStatus engine : facts.picture().engines()) {
            facts.picture()
                    .coefficients(engine)
                    .ifPresent(model -> text.sample(labels(engine, model), value.apply(model)));
        }
    }

    private String labels(EngineStatus engine) {
        return String.join(
                ",",
                MetricText.label("node", facts.picture().identity().nodeId()),
                MetricText.label("engine", engine.config().id()),
                MetricText.label("kind", engine.config().kind().wireName()));
    }

    private String labels(EngineStatus engine, EnergyCoefficients model) {
        return labels(engine) + "," + MetricText.label("method", model.getMethod());
    }

    private MetricText gauge(String name, String help) {
        return text.family(PREFIX + name, "gauge", help);
    }

    private MetricText counter(String name, String help) {
        return text.family(PREFIX + name, "counter", help);
    }

    private static BigDecimal one(boolean yes) {
        return yes ? ONE : ZERO;
    }

    private static Optional<BigDecimal> rounded(OptionalDouble figure) {
        return figure.stream().mapToObj(AgentMetrics::rounded).findFirst();
    }

    private static BigDecimal rounded(double figure) {
        return BigDecimal.valueOf(figure).round(MathContext.DECIMAL32);
    }
}
