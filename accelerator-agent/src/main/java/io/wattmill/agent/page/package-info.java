// SPDX-License-Identifier: Apache-2.0
/**
 * The node as its operators see it: a metrics page under dcgm-exporter's names and our own, and the
 * same as JSON for {@code wattmill agent top}.
 *
 * <p>It must not know HTTP, nor keep anything: a page is a function of a picture. Start reading at
 * {@link io.wattmill.agent.page.NodeFacts}, then {@link io.wattmill.agent.page.DcgmMetric} for the
 * names that other tools know.
 */
@NullMarked
package io.wattmill.agent.page;

import org.jspecify.annotations.NullMarked;
