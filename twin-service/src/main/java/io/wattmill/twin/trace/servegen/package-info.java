// SPDX-License-Identifier: Apache-2.0
/**
 * Load as alibaba/ServeGen describes it: clients, each with rates by ten-minute window and lengths
 * by quarter of the day, from which a seed makes requests.
 *
 * <p>Must not know files. Start at {@link io.wattmill.twin.trace.servegen.ServeGenLoad}.
 */
@NullMarked
package io.wattmill.twin.trace.servegen;

import org.jspecify.annotations.NullMarked;
