// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.link;

import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.Node;
import io.wattmill.router.fleet.NodeDescription;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * GPUs that the catalogue does not hold: another stands in for them in every prediction, and the
 * operator should know.
 */
final class UnknownGpus {
    private static final Logger LOG = LoggerFactory.getLogger(UnknownGpus.class);

    private UnknownGpus() {}

    /**
     * What the node tells of them: a type that is none, or else what their driver calls them; the
     * empty name when it tells neither for an engine.
     */
    static Set<String> of(NodeDescription node) {
        return node.engines().stream()
                .filter(engine -> isUnknown(node.gpuType(engine)))
                .map(node::gpuName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** One warning about a node whose hello names one that was not {@code told} before. */
    static void tell(Node node, Set<String> told) {
        Set<String> unknown = of(node.description());
        if (!told.containsAll(unknown)) {
            LOG.atWarn()
                    .addKeyValue("node", node.id())
                    .addKeyValue("gpu_types", unknown)
                    .addKeyValue("modelled_as", standIns(node))
                    .addKeyValue("known", Gpus.all().stream().map(GpuSpec::name).toList())
                    .log(
                            "gpu type unknown, modelled as another, without joules; if it is a"
                                    + " known one, say so in gpu-type of the agent's engine");
        }
    }

    private static Set<String> standIns(Node node) {
        return node.engines().stream()
                .filter(engine -> isUnknown(engine.gpuType()))
                .map(Engine::shape)
                .map(shape -> shape.model().gpu().name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isUnknown(String gpuType) {
        return Gpus.find(gpuType).isEmpty();
    }
}
