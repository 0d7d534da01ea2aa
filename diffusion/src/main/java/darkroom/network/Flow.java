package darkroom.network;

import org.jspecify.annotations.Nullable;

/**
 * What stages hand on to each other.
 *
 * @param hidden the features
 * @param picture the picture itself in the size of the features, which skip blocks carry along; on the way up absent until one of
 *     them has drawn it
 */
record Flow<T>(T hidden, @Nullable T picture) {}
