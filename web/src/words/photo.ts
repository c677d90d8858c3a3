/** Words of reading a photo and of choosing among its codes. */
export const photoWords = {
  at_phone: ["正在识别照片…", "Reading the photo…"],
  at_sending: ["手机没认出来，正在上传给服务器…", "The phone could not read it; sending it to the server…"],
  at_server: ["已上传，服务器正在识别…", "Sent; the server is reading it…"],
  none: ["照片里没有找到二维码。请靠近一些、避开反光再拍，或者输入编号。", "No code was found. Go closer, avoid glare, or type the number."],
  unreadable: ["看到了二维码，但太模糊或破损，认不出来。请擦干净、靠近一些再拍，或者输入编号。", "A code is there, but too blurred or damaged to read. Wipe it, go closer, or type the number."],
  unopened: ["手机打不开这张照片。请换一张 JPEG 照片，或者输入编号。", "This phone cannot open the photo. Choose a JPEG, or type the number."],
  several: ["照片里有好几个二维码，点一个：", "There are several codes in the photo. Tap one:"],
  picture: ["您的照片，找到的二维码标了号", "Your photo; the codes found are numbered"],
  kind_label: ["标签", "Label"],
  kind_payment: ["收付款码，不是标签", "Payment code, not a label"],
  kind_foreign: ["其他二维码，不是标签", "Another code, not a label"],
} as const;
