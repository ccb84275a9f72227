// SPDX-License-Identifier: Apache-2.0
/**
 * What engines themselves tell of their prefix caches, as placement uses it: blocks named by their
 * tokens, how well each engine is heard, and whether its word is borne out by what requests find.
 *
 * <p>It must not know sockets, wires or requests. Who listens tells it; who places asks it and,
 * where it does not know, guesses by what was placed. Start reading at {@link
 * io.wattmill.router.told.ToldCaches}.
 */
@NullMarked
package io.wattmill.router.told;

import org.jspecify.annotations.NullMarked;
