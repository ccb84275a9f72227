// SPDX-License-Identifier: Apache-2.0
/**
 * The whole suite in one JVM: one Vert.x, an embedded PostgreSQL, the five services wired to each
 * other's interfaces, and an agent for each emulated node.
 *
 * <p>It is a composition root: it starts, connects and ends, and decides nothing about requests,
 * energy or money. Start reading at {@link io.wattmill.standalone.suite.Suite}.
 */
@NullMarked
package io.wattmill.standalone.suite;

import org.jspecify.annotations.NullMarked;
