// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.link;

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

    /** Their types, as the node tells them; the empty type when it tells none for an engine. */
    static Set<String> of(NodeDescription node) {
        return node.engines().stream()
                .map(node::gpuType)
                .filter(UnknownGpus::isUnknown)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** One warning about a node whose hello names a type that was not {@code told} before. */
    static void tell(Node node, Set<String> told) {
        Set<String> unknown = of(node.description());
        if (!told.containsAll(unknown)) {
            LOG.atWarn()
                    .addKeyValue("node", node.id())
                    .addKeyValue("gpu_types", unknown)
                    .addKeyValue("modelled_as", standIns(node))
                    .log("gpu type unknown, modelled as another");
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
