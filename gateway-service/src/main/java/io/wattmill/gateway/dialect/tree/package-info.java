// SPDX-License-Identifier: Apache-2.0
/**
 * JSON as trees, for the shapes that are translated: what strangers and engines sent, read within
 * bounds and with the place of each member, so that an error can name it.
 *
 * <p>Reads and writes no shape itself; what the shapes share is here, such as the names that
 * engines have for reasoning. Start with {@link io.wattmill.gateway.dialect.tree.Trees}.
 */
@NullMarked
package io.wattmill.gateway.dialect.tree;

import org.jspecify.annotations.NullMarked;
