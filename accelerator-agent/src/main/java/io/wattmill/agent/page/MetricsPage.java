// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.page;

/** The metrics of a node as text, to stand behind those of its process. */
public final class MetricsPage {

    private MetricsPage() {}

    /** The page. */
    public static String of(NodeFacts facts) {
        MetricText text = new MetricText();
        DcgmMetric.write(text, facts);
        DeviceMetric.write(text, facts);
        AgentMetrics.write(text, facts);
        return text.toString();
    }
}
