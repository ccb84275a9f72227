// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.metrics;

import java.math.BigDecimal;

/** Writes Prometheus' text format, version 0.0.4. */
final class PrometheusText {
    private final StringBuilder text = new StringBuilder(8_192);

    void type(String name, String type) {
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    void help(String name, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    }

    void sample(String name, String labels, long value) {
        start(name, labels).append(value).append('\n');
    }

    void sample(String name, String labels, String value) {
        start(name, labels).append(value).append('\n');
    }

    void gauge(String name, String labels, long value) {
        type(name, "gauge");
        sample(name, labels, value);
    }

    void counter(String name, String labels, long value) {
        type(name, "counter");
        sample(name, labels, value);
    }

    /** A value of which {@code scale} digits are behind the point. */
    static String decimal(long unscaled, int scale) {
        return BigDecimal.valueOf(unscaled, scale).toPlainString();
    }

    /** Escapes a label value. */
    static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private StringBuilder start(String name, String labels) {
        return text.append(name).append('{').append(labels).append("} ");
    }
}
