package darkroom.lesson.certificate;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.Map;

/**
 * A text as a QR code (ISO/IEC 18004), drawn as squares of side 1.
 *
 * @param size squares along a side, with the four blank ones at each edge that a reader needs
 * @param path the dark squares as the data of an SVG path
 */
public record QrCode(int size, String path) {

    private static final int BLANK = 4;

    /**
     * The code of a text, which can be read with 15% of it gone.
     *
     * @throws IllegalArgumentException when the text is too long for a code
     */
    public static QrCode of(String text) {
        ByteMatrix squares;
        try {
            squares = Encoder.encode(text, ErrorCorrectionLevel.M, Map.of(EncodeHintType.CHARACTER_SET, "UTF-8"))
                    .getMatrix();
        } catch (WriterException e) {
            throw new IllegalArgumentException("The text is too long for a QR code.", e);
        }
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < squares.getHeight(); y++) {
            for (int x = 0; x < squares.getWidth(); x++) {
                int run = 0;
                while (x + run < squares.getWidth() && squares.get(x + run, y) == 1) {
                    run++;
                }
                if (run > 0) {
                    path.append('M').append(x + BLANK).append(' ').append(y + BLANK);
                    path.append('h').append(run).append("v1h-").append(run).append('z');
                    x += run;
                }
            }
        }
        return new QrCode(squares.getWidth() + 2 * BLANK, path.toString());
    }
}
