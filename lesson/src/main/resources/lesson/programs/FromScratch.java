import java.awt.image.BufferedImage;
import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** A diffusion model in plain Java: "java FromScratch.java" trains it, samples and writes from-scratch.png. */
class FromScratch {

    // --- The data: points of this drawing. Draw something else and run it again. --- /forward?view=points
    static final String[] DRAWING = """

             ooo      ooo
            ooooo    ooooo
            ooooo    ooooo
             ooo      ooo

         **                  **
          **                **
           ****          ****
             **************
                ********
        """.split("\n", -1);
    static final int WIDTH = 24, EYES = 0, ANY = -1; // label 0 is an o, label 1 a *, and -1 asks for no label
    static final Random RANDOM = new Random(7);

    static int draw(double[] x0) { // fills x0 with a point of the drawing, from -2 to 2, and returns its label
        while (true) {
            double column = WIDTH * RANDOM.nextDouble(), row = DRAWING.length * RANDOM.nextDouble();
            String line = DRAWING[(int) row];
            int label = column < line.length() ? "o*".indexOf(line.charAt((int) column)) : ANY;
            x0[0] = 4 * column / WIDTH - 2;
            x0[1] = 4 * row / DRAWING.length - 2;
            if (label != ANY) return label;
        }
    }

    // --- The schedule: how much of the power each of T steps replaces by noise --- /schedules
    static final int T = 100;
    static final double[] beta = new double[T + 1], alpha = new double[T + 1], alphaBar = new double[T + 1];

    static {
        alphaBar[0] = 1;
        for (int t = 1; t <= T; t++) {
            beta[t] = Math.min(0.999, 1 - f(t) / f(t - 1)); // the share that step t replaces
            alpha[t] = 1 - beta[t]; // alpha_t = 1 - beta_t, the share that it keeps
            alphaBar[t] = alphaBar[t - 1] * alpha[t]; // alpha_bar_t = alpha_1 alpha_2 ... alpha_t
        }
    }

    // f(t) = cos^2((t/T + s) / (1 + s) pi/2), s = 0.008
    static double f(double t) { return Math.pow(Math.cos((t / T + 0.008) / 1.008 * Math.PI / 2), 2); }

    // SNR = alpha_bar_t / (1 - alpha_bar_t), in decibels
    static double snr(int t) { return 10 * Math.log10(alphaBar[t] / (1 - alphaBar[t])); }

    // The weights of the picture and of the noise
    static double signal(int t) { return Math.sqrt(alphaBar[t]); }
    static double noise(int t) { return Math.sqrt(1 - alphaBar[t]); }

    // --- Adding noise, in one jump to any step t --- /forward
    // x_t = sqrt(alpha_bar_t) x_0 + sqrt(1 - alpha_bar_t) epsilon
    static double[] noisy(double[] x0, double[] epsilon, int t) { return mix(signal(t), x0, noise(t), epsilon); }

    // --- The target: v, from which both the clean point and the noise follow --- /reverse#targets
    // v = sqrt(alpha_bar_t) epsilon - sqrt(1 - alpha_bar_t) x_0
    static double[] v(double[] x0, double[] epsilon, int t) { return mix(signal(t), epsilon, -noise(t), x0); }

    // x_0 = sqrt(alpha_bar_t) x_t - sqrt(1 - alpha_bar_t) v
    static double[] x0(double[] xt, double[] v, int t) { return mix(signal(t), xt, -noise(t), v); }

    // epsilon = sqrt(1 - alpha_bar_t) x_t + sqrt(alpha_bar_t) v
    static double[] epsilon(double[] xt, double[] v, int t) { return mix(noise(t), xt, signal(t), v); }

    // --- The network: three layers of weights --- /reverse#network
    static final int WAVES = 24, INPUTS = WAVES + 5, HIDDEN = 96;
    static final double[][][] theta = {normal(INPUTS, HIDDEN), normal(HIDDEN, HIDDEN), normal(HIDDEN, 2)};

    // What it is shown: waves of x_t and t, x_t itself, a 1, and the label
    static double[] input(double[] xt, int t, int label) {
        double[] input = new double[INPUTS], of = {xt[0] / 2, xt[1] / 2, (double) t / T};
        for (int i = 0; i < WAVES; i++) input[i] = Math.sin(Math.PI * (of[i % 3] * (1 + i / 6) + i / 3 % 2 * 0.5));
        input[WAVES] = xt[0];
        input[WAVES + 1] = xt[1];
        input[WAVES + 2] = 1;
        if (label != ANY) input[WAVES + 3 + label] = 1;
        return input;
    }

    // v_theta of the inputs a[0]: a[k + 1] = tanh(a[k] theta_k), which the gradients need again
    static double[][] predict(double[][][] a) {
        for (int k = 0; k < 2; k++) {
            a[k + 1] = times(a[k], theta[k]);
            for (double[] row : a[k + 1]) Arrays.setAll(row, j -> Math.tanh(row[j]));
        }
        return times(a[2], theta[2]);
    }

    // --- Its gradients, by the chain rule from the last layer to the first --- /journey?step=learning
    // d is the gradient of the loss by what layer k gives
    static double[][][] gradients(double[][] d, double[][][] a) {
        double[][][] gradients = new double[3][][];
        for (int k = 2; k >= 0; k--) {
            gradients[k] = times(transposed(a[k]), d); // by theta_k it is a[k]^T d,
            d = times(d, transposed(theta[k])); // and by a[k] it is d theta_k^T
            for (int i = 0; k > 0 && i < d.length; i++)
                for (int j = 0; j < HIDDEN; j++) d[i][j] *= 1 - a[k][i][j] * a[k][i][j]; // tanh' = 1 - tanh^2
        }
        return gradients;
    }

    // --- The loss: the squared distance of prediction and truth, on average --- /reverse
    // E |v - v_theta|^2, and into d its gradient by v_theta, which is 2 (v_theta - v) / n
    static double loss(double[][] v, double[][] predicted, double[][] d) {
        double loss = 0;
        for (int i = 0; i < v.length; i++) {
            d[i] = mix(2.0 / v.length, predicted[i], -2.0 / v.length, v[i]);
            loss += v.length / 4.0 * (d[i][0] * d[i][0] + d[i][1] * d[i][1]);
        }
        return loss;
    }

    // --- Training: draw, add noise, predict, compare, step downhill --- /journey?step=learning
    static void train(int iterations, int batch) {
        double[][][] m = new double[3][HIDDEN][HIDDEN], s = new double[3][HIDDEN][HIDDEN];
        for (int n = 1; n <= iterations; n++) {
            double[][] v = new double[batch][], d = new double[batch][];
            double[][][] a = new double[3][batch][];
            for (int i = 0; i < batch; i++) {
                double[] x0 = new double[2], epsilon = noise();
                int label = draw(x0), t = 1 + RANDOM.nextInt(T);
                v[i] = v(x0, epsilon, t);
                a[0][i] = input(noisy(x0, epsilon, t), t, RANDOM.nextInt(10) == 0 ? ANY : label);
            }
            double loss = loss(v, predict(a), d), rate = 0.005 * (iterations + 1 - n) / iterations;
            double[][][] gradients = gradients(d, a);
            for (int k = 0; k < 3; k++)
                for (int i = 0; i < theta[k].length; i++)
                    for (int j = 0; j < theta[k][i].length; j++) { // Adam: m follows the gradient, s its square
                        m[k][i][j] += 0.1 * (gradients[k][i][j] - m[k][i][j]);
                        s[k][i][j] += 0.001 * (gradients[k][i][j] * gradients[k][i][j] - s[k][i][j]);
                        double size = Math.sqrt(s[k][i][j] / (1 - Math.pow(0.999, n))) + 1e-8;
                        theta[k][i][j] -= rate * m[k][i][j] / (1 - Math.pow(0.9, n)) / size;
                    }
            if (n % 500 == 0) System.out.printf("iteration %d of %d, loss %.2f%n", n, iterations, loss);
        }
    }

    // --- Guidance: ask without a label and with one, and go W times the way --- /journey?step=guidance
    // v = v_none + W (v_label - v_none)
    static double[][] guided(double[][] xt, int t, int label, double W) {
        double[][] none = asked(xt, t, ANY), asked = asked(xt, t, label);
        Arrays.setAll(asked, i -> mix(1 - W, none[i], W, asked[i]));
        return asked;
    }

    static double[][] asked(double[][] xt, int t, int label) {
        double[][][] a = new double[3][xt.length][];
        Arrays.setAll(a[0], i -> input(xt[i], t, label));
        return predict(a);
    }

    // --- A step of DDPM, from t to t - 1 --- /reverse#microscope
    // x_{t-1} = 1/sqrt(alpha_t) (x_t - beta_t/sqrt(1 - alpha_bar_t) epsilon) + sigma_t z
    static double[] ddpm(double[] xt, double[] v, int t) {
        double scale = 1 / Math.sqrt(alpha[t]), off = beta[t] / Math.sqrt(1 - alphaBar[t]);
        double sigma = Math.sqrt(beta[t] * (1 - alphaBar[t - 1]) / (1 - alphaBar[t]));
        return mix(1, mix(scale, xt, -scale * off, epsilon(xt, v, t)), sigma, noise());
    }

    // --- A step of DDIM, from t to any step before it --- /playground?sampler=ddim
    // x_s = sqrt(alpha_bar_s) x_0 + sqrt(1 - alpha_bar_s) epsilon, both as predicted
    static double[] ddim(double[] xt, double[] v, int t, int s) { return noisy(x0(xt, v, t), epsilon(xt, v, t), s); }

    // --- Sampling: from x_T, which is noise alone, step by step --- /journey?step=sampling
    static double[][] sample(int stride, int label, double W, int row) {
        double[][] x = new double[1000][];
        Arrays.setAll(x, i -> noise());
        for (int t = T; t > 0; t -= stride) {
            show(x, t, row);
            double[][] v = guided(x, t, label, W);
            int now = t;
            Arrays.setAll(x, i -> stride == 1 ? ddpm(x[i], v[i], now) : ddim(x[i], v[i], now, now - stride));
        }
        show(x, 0, row);
        return x;
    }

    // --- How near two clouds are: their energy distance, 0 for equal distributions --- /playground#race
    // 2 E|x - y| - E|x - x'| - E|y - y'|
    static double distance(double[][] x, double[][] y) { return 2 * apart(x, y) - apart(x, x) - apart(y, y); }

    static double apart(double[][] x, double[][] y) {
        double sum = 0;
        for (double[] p : x) for (double[] q : y) sum += Math.hypot(p[0] - q[0], p[1] - q[1]);
        return sum / x.length / (x == y ? y.length - 1 : y.length);
    }

    // --- All of it, and a picture: columns are levels of noise, the rows are the data, DDPM, DDIM and the eyes alone
    static final List<Integer> SHOWN = List.of(100, 40, 20, 10, 5, 0);
    static final BufferedImage PICTURE = new BufferedImage(200 * SHOWN.size(), 800, BufferedImage.TYPE_INT_RGB);

    static void show(double[][] points, int t, int row) {
        for (double[] p : points) {
            if (!SHOWN.contains(t) || Math.max(Math.abs(p[0]), Math.abs(p[1])) > 2.4) continue;
            int across = (int) (200 * SHOWN.indexOf(t) + 100 + 40 * p[0]), down = (int) (200 * row + 100 + 40 * p[1]);
            for (int k = 0; k < 4; k++) PICTURE.setRGB(across + k % 2, down + k / 2, 0xf3ede5);
        }
    }

    public static void main(String[] arguments) throws Exception {
        train(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 6000, 128);
        double[][] data = new double[1000][2], fresh = new double[1000][2], noisy = new double[1000][];
        for (int i = 0; i < 1000; i++) draw(data[i]);
        for (int i = 0; i < 1000; i++) draw(fresh[i]);
        for (int t : SHOWN) {
            Arrays.setAll(noisy, i -> noisy(fresh[i], noise(), t));
            show(noisy, t, 0);
            System.out.printf("data at t = %d, %.0f dB: distance %.4f%n", t, snr(t), distance(noisy, data));
        }
        System.out.printf("DDPM in 100 steps: distance %.4f%n", distance(sample(1, ANY, 1, 1), data));
        System.out.printf("DDIM in 20 steps: distance %.4f%n", distance(sample(5, ANY, 1, 2), data));
        sample(5, EYES, 2, 3);
        ImageIO.write(PICTURE, "png", new File("from-scratch.png"));
    }

    // --- Small tools
    static double[] mix(double a, double[] x, double b, double[] y) {
        return new double[] {a * x[0] + b * y[0], a * x[1] + b * y[1]};
    }

    // A draw from N(0, I)
    static double[] noise() { return new double[] {RANDOM.nextGaussian(), RANDOM.nextGaussian()}; }

    static double[][] normal(int rows, int columns) {
        double[][] matrix = new double[rows][columns];
        for (double[] row : matrix) Arrays.setAll(row, j -> RANDOM.nextGaussian() / Math.sqrt(rows));
        return matrix;
    }

    static double[][] transposed(double[][] a) {
        double[][] matrix = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) for (int j = 0; j < matrix.length; j++) matrix[j][i] = a[i][j];
        return matrix;
    }

    static double[][] times(double[][] a, double[][] b) {
        double[][] product = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++)
            for (int k = 0; k < b.length; k++)
                for (int j = 0; j < b[k].length; j++) product[i][j] += a[i][k] * b[k][j];
        return product;
    }
}
